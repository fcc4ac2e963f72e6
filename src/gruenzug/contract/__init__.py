"""The words both halves share: indicators, elements, releases; standard library only."""
