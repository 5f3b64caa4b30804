#!/bin/sh
# Joins the parts of a bundle that lie beside this script, checks them and unpacks it: sh join.sh [folder]
# Without a folder it is unpacked here. Needs cat, tar, gzip and sha256sum.
set -eu
target=${1:-.}
[ -d "$target" ] || { echo "join: found no folder '$target'; make it, or name another." >&2; exit 7; }
target=$(cd "$target" && pwd)
cd "$(dirname "$0")"
archive=@ARCHIVE@

for tool in sha256sum tar gzip; do
    command -v "$tool" > /dev/null || { echo "join: '$tool' is missing; join on another machine with: cat $archive.part-* > $archive" >&2; exit 7; }
done
for part in @PARTS@; do
    [ -f "$part" ] || { echo "join: the part '$part' is missing; copy all of: @PARTS@." >&2; exit 7; }
done
sha256sum -c parts.sha256 > /dev/null 2>&1 \
    || { echo "join: damaged, copy again: $(sha256sum -c parts.sha256 2> /dev/null | grep -v ': OK$' | cut -d : -f 1 | tr '\n' ' ')" >&2; exit 7; }
cat @PARTS@ > "$archive"
sha256sum -c archive.sha256 > /dev/null || { echo "join: '$archive' is not what was packed, though its parts are; is the disk full?" >&2; exit 7; }
tar -xzf "$archive" -C "$target"
rm -f "$archive"
echo "join: unpacked @NAME@ into $target; go on with its README.md"
