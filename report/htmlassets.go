package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"strings"
	"sync"
)

// The page's own files, and the library that its timeline is drawn with.
//
//go:embed html/*.tmpl html/*.css html/*.js html/vendor/d3.min.js
var htmlFiles embed.FS

// htmlStyles are the style sheets in the order in which they are put together.
var htmlStyles = []string{"colours", "page", "findings", "timeline", "tables", "print"}

// htmlScripts are the page's own scripts: main uses those before it.
var htmlScripts = []string{"theme", "button", "findings", "tables", "tooltip", "scale", "lanes", "flags", "limiter", "legend", "controls", "chart", "main"}

// assets are what every page has in common.
type assets struct {
	page    *template.Template
	policy  string
	style   template.CSS
	scripts []template.JS
}

// htmlAssets are put together when the first page is written.
var htmlAssets = sync.OnceValue(func() assets {
	read := func(name string) string {
		b, err := htmlFiles.ReadFile("html/" + name)
		if err != nil {
			panic(err) // the files are part of the program
		}
		return string(b)
	}
	var style, script strings.Builder
	for _, n := range htmlStyles {
		style.WriteString(read(n + ".css"))
	}
	script.WriteString("\"use strict\";\n(() => {\n")
	for _, n := range htmlScripts {
		script.WriteString(read(n + ".js"))
	}
	script.WriteString("})();\n")
	a := assets{
		page:    template.Must(template.New("page.tmpl").ParseFS(htmlFiles, "html/*.tmpl")),
		style:   template.CSS(style.String()),
		scripts: []template.JS{template.JS(read("vendor/d3.min.js")), template.JS(script.String())},
	}
	hashes := make([]string, len(a.scripts))
	for i, s := range a.scripts {
		hashes[i] = hashSource(string(s))
	}
	// nothing is loaded from anywhere, and what is not ours does not run even if it
	// came to stand in the page; scripts may not make elements of texts either
	a.policy = "default-src 'none'; script-src " + strings.Join(hashes, " ") + "; style-src " + hashSource(string(a.style)) +
		"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
	return a
})

// hashSource names an inline script or style in a Content-Security-Policy.
func hashSource(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
