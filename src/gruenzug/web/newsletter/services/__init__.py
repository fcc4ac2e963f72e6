"""What is done with subscriptions and issues."""
