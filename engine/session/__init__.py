"""The engine at work: one data set, one model, and the commands carried out on them."""
