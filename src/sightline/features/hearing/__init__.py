"""What can be heard in a video without listening to it: the hum of the mains, and where there are voices."""
