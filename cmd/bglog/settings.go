package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/bglog/bglog/config"
)

// settingsFlags choose the configuration.
type settingsFlags struct {
	Config   string `placeholder:"FILE" help:"Configuration; else .bglog.yaml here or in a folder above, up to the repository's root."`
	NoConfig bool   `help:"Read no configuration."`
}

// BeforeResolve reads the configuration, and lets flags that are not on the command line
// take their values from the environment, and those from the configuration.
func (settingsFlags) BeforeResolve(c *call, k *kong.Context) error {
	asked := map[string]any{}
	for _, f := range k.Flags() {
		if f.Name == "config" || f.Name == "no-config" {
			asked[f.Name] = k.FlagValue(f)
		}
	}
	path, _ := asked["config"].(string)
	if none, _ := asked["no-config"].(bool); !none {
		if err := c.configure(path); err != nil {
			return err
		}
	}
	k.AddResolver(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, f *kong.Flag) (any, error) { return c.settingOf(f) }))
	return nil
}

// configure loads the configuration of that path, else the one that is found.
func (c *call) configure(path string) error {
	if path == "" {
		path = c.env.getenv("BGLOG_CONFIG")
	}
	if path == "" {
		if path = config.Find(c.env.dir); path == "" {
			return nil
		}
		if rel, err := filepath.Rel(c.env.dir, path); err == nil {
			path = rel
		}
	}
	var err error
	if c.config, err = config.Load(path); err != nil {
		if _, ok := err.(*fs.PathError); ok {
			err = fmt.Errorf("reading the configuration: %w", err)
		}
		return err
	}
	return nil
}

// wish is what the environment, else the configuration says of a flag; variable is the
// environment's, when that has the say.
func (c *call) wish(flag string) (values []string, variable string) {
	variable = "BGLOG_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
	if v := c.env.getenv(variable); v != "" && !unsettable[flag] {
		return []string{v}, variable
	}
	return c.settings().Flags[flag], ""
}

// settingOf is the value of a flag by the environment, else by the configuration; nil
// when neither tells. Several values in the environment are separated by commas.
func (c *call) settingOf(f *kong.Flag) (any, error) {
	values, variable := c.wish(f.Name)
	if variable != "" {
		if err := checkSetting(f, variable, values[0]); err != nil {
			return nil, err
		}
		if f.IsSlice() {
			values = strings.Split(values[0], ",")
		}
	}
	switch {
	case len(values) == 0:
		return nil, nil
	case f.IsSlice():
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		return list, nil
	}
	return values[0], nil
}

// unsettable flags are for one call only.
var unsettable = map[string]bool{"help": true, "version": true, "config": true, "no-config": true, "explain-format": true}

// checkSetting refuses values that kong would blame the flag for.
func checkSetting(f *kong.Flag, variable, v string) error {
	if f.Enum != "" && !f.EnumMap()[v] {
		return fmt.Errorf("%s is %q: expected one of %s", variable, v, strings.Join(f.EnumSlice(), ", "))
	}
	if f.IsBool() {
		if _, err := strconv.ParseBool(v); err != nil {
			return fmt.Errorf("%s is %q: expected true or false", variable, v)
		}
	}
	return nil
}

// severities, budgets and other wishes of the configuration, which may be missing.
func (c *call) settings() config.File {
	if c.config == nil {
		return config.File{}
	}
	return *c.config
}
