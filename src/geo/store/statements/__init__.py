"""The statements that answer questions, built of our own names; every value is bound."""
