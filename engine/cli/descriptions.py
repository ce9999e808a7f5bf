"""What the help says about the program and its commands."""

from __future__ import annotations

DESCRIPTION = "Train an autoencoder on the images you call normal, and see what it finds abnormal."
EPILOG = """\
Without a command, the window opens, with the model or the images of the files that are given.

Results go to stdout, progress and problems to stderr. The exit status is 0; 2 for a wrong command line; 1 for a
failure; 130 after Ctrl-C. During a training, the first Ctrl-C stops it, and what it has learnt is saved."""
SCORE_DESCRIPTION = """\
Score pictures (PNG, JPEG, BMP, GIF, TIFF, WebP). A higher score is more abnormal. If the model was trained on a folder
of pictures, each is prepared as these were. Otherwise a picture of exactly the size of the model's images is used as
it is, and any other is prepared as on the canvas of the window: converted to bright ink on black, cropped, shrunk and
centred. The p-value is the share of normal images that score as high."""
STUDY_DESCRIPTION = """\
Train on each class alone and measure how well it is distinguished from all others (AUROC; 0.5 is chance): by our
score, by the plain reconstruction error, and by the nearest neighbours of the raw pixels, without any training."""
FAULTS_DESCRIPTION = """\
Damage normal test images in every way, weakly and strongly, and measure how well each fault is distinguished from
undamaged images (AUROC; 0.5 is chance): by our score and by the plain reconstruction error."""
