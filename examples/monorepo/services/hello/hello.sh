#!/bin/sh
# Answers with a greeting. The build puts the library in the place of the next line.
# @library greeting
greet "${1:-world}"
