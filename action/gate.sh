#!/usr/bin/env bash
# Runs bglog on the action's inputs. Whatever bglog says, this step succeeds, so that
# the report is uploaded; the action's last step fails with the exit code.
set -euo pipefail

args=(--format github)
sarif=${BGLOG_ACTION_SARIF:-}
if [[ -n $sarif ]]; then
  rm -f -- "$sarif" # one of an earlier run is not this one's
  args+=("--format=sarif=$sarif")
fi
[[ -n ${BGLOG_ACTION_FAIL_ON:-} ]] && args+=("--fail-on=$BGLOG_ACTION_FAIL_ON")
[[ -n ${BGLOG_ACTION_BASELINE:-} ]] && args+=("--baseline=$BGLOG_ACTION_BASELINE")
[[ -n ${BGLOG_ACTION_CONFIG:-} ]] && args+=("--config=$BGLOG_ACTION_CONFIG")

# Lines of a list, without blanks around them and without empty ones.
lines() {
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    [[ -n $line ]] && printf '%s\n' "$line"
  done <<< "$1"
  return 0
}

while IFS= read -r app; do args+=("--app=$app"); done < <(lines "${BGLOG_ACTION_APP:-}")

files=()
while IFS= read -r pattern; do
  # Blanks belong to the name, only patterns are expanded; one that fits nothing stays,
  # and bglog says that it is missing.
  saved=$IFS
  IFS=
  # shellcheck disable=SC2206 # expansion is wanted
  files+=($pattern)
  IFS=$saved
done < <(lines "${BGLOG_ACTION_INPUTS:-}")
if ((${#files[@]} == 0)); then
  echo "::error title=bglog::the input inputs names no file"
  code=2
else
  code=0
  bglog "${args[@]}" -- "${files[@]}" || code=$?
fi

[[ -n $sarif && -s $sarif ]] || sarif=
# A path with a line break could set other outputs.
if [[ $sarif == *$'\n'* || $sarif == *$'\r'* ]]; then
  sarif=
fi
{
  echo "exit-code=$code"
  echo "sarif=$sarif"
} >> "$GITHUB_OUTPUT"
