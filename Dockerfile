# The release's image: the program, which needs nothing else (its time zones are built
# in), and the licence. The program is the one of the archives, put here by the release.
#
#   docker run --rm -v "$PWD:/logs:ro" ghcr.io/bglog/bglog field.log
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/bglog /bglog
COPY LICENSE /LICENSE
WORKDIR /logs
USER 65532:65532
ENTRYPOINT ["/bglog"]
