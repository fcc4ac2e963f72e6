"""Council information systems that speak OParl 1.1: how to ask, how to read the answers."""
