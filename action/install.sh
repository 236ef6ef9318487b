#!/usr/bin/env bash
# Puts a release of bglog on the PATH of the job, after comparing its checksum.
# A mirror can stand in for the releases: BGLOG_RELEASES.
set -euo pipefail

releases=${BGLOG_RELEASES:-https://github.com/bglog/bglog/releases}
version=${BGLOG_ACTION_VERSION:-latest}
version=${version#v}

fetch() { curl --fail --silent --show-error --location --retry 3 "$@"; }

refuse() {
  echo "::error title=bglog::$1"
  exit 2
}

if [[ $version == latest ]]; then
  # The page of the latest release is a redirect to the one of its tag.
  page=$(fetch --head --output /dev/null --write-out '%{url_effective}' "$releases/latest")
  version=${page##*/v}
fi
# The version becomes a part of an address and of a path.
[[ $version =~ ^[0-9]+(\.[0-9]+){2}(-[0-9A-Za-z.-]+)?$ ]] || refuse "the input version is no release: expected one such as 1.4.0, or latest"

case ${RUNNER_OS:-$(uname -s)} in
  Linux) os=linux ;;
  macOS | Darwin) os=darwin ;;
  Windows | MINGW* | MSYS*) os=windows ;;
  *) refuse "no release for this operating system" ;;
esac
case ${RUNNER_ARCH:-$(uname -m)} in
  X64 | x86_64 | amd64) arch=amd64 ;;
  ARM64 | arm64 | aarch64) arch=arm64 ;;
  *) refuse "no release for this processor" ;;
esac
kind=tar.gz
[[ $os == windows ]] && kind=zip
archive=bglog_${version}_${os}_${arch}.$kind

folder=${RUNNER_TEMP:-$(mktemp -d)}/bglog-$version
mkdir -p "$folder"
cd "$folder"
fetch --output "$archive" "$releases/download/v$version/$archive"
fetch --output checksums.txt "$releases/download/v$version/checksums.txt"
wanted=$(awk -v name="$archive" '$2 == name { print $1 }' checksums.txt)
if command -v sha256sum > /dev/null; then
  got=$(sha256sum "$archive" | cut -d ' ' -f 1)
else
  got=$(shasum -a 256 "$archive" | cut -d ' ' -f 1)
fi
[[ -n $wanted && $wanted == "$got" ]] || refuse "the checksum of $archive is not the release's"
if [[ $kind == zip ]]; then
  unzip -q -o "$archive"
else
  tar -xzf "$archive"
fi
echo "$folder" >> "$GITHUB_PATH"
./bglog version
