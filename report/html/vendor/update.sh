#!/usr/bin/env bash
# Makes d3.min.js and LICENSE anew from the packages that package-lock.json pins;
# npm checks their integrity. With -check it only says whether they are the same.
# A new version: change package.json, `npm install --package-lock-only`, run this.
set -euo pipefail
cd "$(dirname "$0")"

# Each module before those that build on it.
modules="array dispatch selection drag color interpolate ease timer transition zoom format time time-format scale axis"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json "$work"
npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --silent

# d3-array's file holds internmap too; a licence that several share stands once
cd "$work/node_modules"
md5sum $(printf 'd3-%s/LICENSE ' $modules) internmap/LICENSE | sort | awk '
  $1 != last { last = $1; text[++n] = $2 }
  { sub("/LICENSE", "", $2); names[n] = names[n] " " $2 }
  END { for (i = 1; i <= n; i++) print names[i] ":" text[i] }' | sort | while IFS=: read -r names file; do
  echo "$names" | sed 's/^ //'
  sed 's/[[:space:]]*$//' "$file"
  echo
done > "$work/LICENSE"
cd - > /dev/null

{
  echo "/*!"
  cat "$work/LICENSE"
  echo "*/"
  for m in $modules; do
    cat "$work/node_modules/d3-$m/dist/d3-$m.min.js"
    echo
  done
} > "$work/d3.min.js"

for f in LICENSE d3.min.js; do
  if [ "${1:-}" = -check ]; then
    cmp "$f" "$work/$f"
  else
    cp "$work/$f" "$f"
  fi
done
