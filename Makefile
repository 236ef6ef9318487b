# What is done often; everything that must hold is in .ci/run.

.PHONY: test bench ci

test:
	go test ./...

# How fast bglog is, beside rg, wc, gzip and jq: a few minutes, up to 1.5 GB of the disk.
# make bench BENCH=-quick takes less than one minute.
bench:
	go run ./internal/bench $(BENCH)

ci:
	.ci/run
