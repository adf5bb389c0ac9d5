"""A contribution made at home: any number of files, or only what was computed from them, sealed to the host in parts.

A delivery is a folder of sealed parts. Each part stands alone, so that packing 100 GB, carrying it and taking it in can
each stop at any moment and go on where they stopped.
"""
