"""What is drawn underneath."""
