"""What is done to and said of single images: preparing, damaging, measuring a reconstruction."""
