"""What people think of us, who talks with whom, and what each has heard."""
