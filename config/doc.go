// Package config reads what a team writes down beside its app: the configuration file
// .bglog.yaml and the baseline of accepted findings. What is wrong in them is told with
// file, line and what was expected, all of it at once.
package config
