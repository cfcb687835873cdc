#!/usr/bin/env python3
"""Gives every entry of a zip file the time SOURCE_DATE_EPOCH and one order: settle-zip.py FILE"""
import os
import sys
import time
import zipfile

path = sys.argv[1]
# What came before 1980 a zip file cannot say.
when = max(time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6], (1980, 1, 1, 0, 0, 0))
settled = path + ".settled"
with zipfile.ZipFile(path) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
    for name in sorted(source.namelist()):
        entry = zipfile.ZipInfo(name, when)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        target.writestr(entry, source.read(name))
os.replace(settled, path)
