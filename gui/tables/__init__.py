"""Tables: their data, how they are shown, copied and saved."""
