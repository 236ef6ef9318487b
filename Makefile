# What is done often; everything that must hold is in .ci/run.

.PHONY: test bench profile ci

test:
	go test ./...

# How fast bglog is, beside rg, wc, gzip and jq: a few minutes, up to 1.5 GB of the disk.
# make bench BENCH=-quick takes less than one minute.
bench:
	go run ./internal/bench $(BENCH)

# What the compiler optimises for, which makes a twentieth of the time: a profile of logs
# of every kind being read. Worth doing anew when the paths of records have changed.
profile:
	go test ./cmd/bglog -pgo=off -run '^$$' -bench 'Analyze/(log-default|log-compact|log-syslog|log-ndjson|logarchive)$$/2' \
		-benchtime 5s -cpuprofile $(CURDIR)/cmd/bglog/default.pgo -o /dev/null

ci:
	.ci/run
