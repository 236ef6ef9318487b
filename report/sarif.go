package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/bglog/bglog/rules"
)

// The parts of SARIF 2.1.0 that viewers read
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). They ignore Markdown in messages
// and related locations, so a finding's lines are a code flow.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string         `json:"id"`
		ShortDescription sarifText      `json:"shortDescription"`
		FullDescription  sarifText      `json:"fullDescription"`
		Help             sarifHelp      `json:"help"`
		HelpURI          string         `json:"helpUri,omitempty"`
		Default          sarifLevel     `json:"defaultConfiguration"`
		Properties       map[string]any `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		CodeFlows    []sarifCodeFlow   `json:"codeFlows,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   map[string]any    `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int        `json:"startLine"`
		Snippet   *sarifText `json:"snippet,omitempty"`
	}
	sarifCodeFlow struct {
		ThreadFlows []sarifThreadFlow `json:"threadFlows"`
	}
	sarifThreadFlow struct {
		Locations []sarifStep `json:"locations"`
	}
	sarifStep struct {
		Location      sarifLocation `json:"location"`
		ExecutionTime string        `json:"executionTimeUtc,omitempty"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	projectURL  = "https://github.com/bglog/bglog"
	// sarifResults is how many results GitHub's code scanning shows of a run; more are
	// dropped by severity (https://docs.github.com/code-security/code-scanning).
	sarifResults = 5000
	// noFile stands for standard input, and for findings without a line: code scanning
	// refuses results without a location.
	noFile = "bglog-input.log"
)

// sarifLevels are SARIF's words for severities.
var sarifLevels = map[rules.Severity]string{rules.Error: "error", rules.Warning: "warning", rules.Info: "note"}

// SARIF writes the findings for code scanning: rules with their documentation, each
// finding with its lines as a code flow and a fingerprint that is the same in the next
// run. What the log does not cover to its end is left out.
func SARIF(w io.Writer, r *Report, _ TextOptions) error {
	t := newTexter(r, &printer{width: 1 << 20})
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "bglog", Version: r.Tool.Version, InformationURI: projectURL}
	index := map[string]int{}
	for i, rule := range t.r.rules() {
		index[rule.ID] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(rule))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		n, known := index[f.Rule]
		if !f.Counts() || !known || len(run.Results) == sarifResults {
			continue
		}
		run.Results = append(run.Results, t.sarifResult(f, n))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func sarifRuleOf(r *rules.Rule) sarifRule {
	help := r.Why + "\n\n" + r.HowToFix
	markdown := mdText(r.Why) + "\n\n" + mdText(r.HowToFix)
	if r.Swift != "" {
		help += "\n\n" + r.Swift
		markdown += "\n\n```swift\n" + r.Swift + "\n```"
	}
	out := sarifRule{
		ID: r.ID, ShortDescription: sarifText{firstSentence(r.What)}, FullDescription: sarifText{r.What},
		Help: sarifHelp{help, markdown}, Default: sarifLevel{sarifLevels[r.Severity]},
		Properties: map[string]any{"tags": []string{"ios", "background-execution"}},
	}
	if len(r.References) > 0 {
		out.HelpURI = r.References[0]
	}
	return out
}

func (t *texter) sarifResult(f *Finding, rule int) sarifResult {
	words := t.words(f)
	message := t.titled(f, len(t.r.Apps) > 1) + ". " + words.detail
	if words.fix != "" {
		message += " Fix: " + words.fix
	}
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevels[rules.Severity(f.Severity)], Message: sarifText{plainText(message)},
		Fingerprints: map[string]string{"bglog/v1": f.Fingerprint},
		Properties:   map[string]any{"certainty": f.Certainty, "app": f.App, "subject": f.Subject, "count": f.Count},
	}
	var steps []sarifStep
	for _, e := range f.Evidence {
		at := sarifPlace(e)
		at.Message = &sarifText{plainText(elide(oneLine(e.Text), mdExcerpt))}
		step := sarifStep{Location: at}
		if e.Time.Known() && !e.Time.Dateless() {
			step.ExecutionTime = e.Time.Std().UTC().Format("2006-01-02T15:04:05.000Z")
		}
		steps = append(steps, step)
	}
	switch {
	case len(f.Evidence) == 0:
		out.Locations = []sarifLocation{{Physical: sarifPhysical{Artifact: sarifArtifact{noFile}}}}
	default:
		out.Locations = []sarifLocation{sarifPlace(f.Evidence[len(f.Evidence)-1])}
	}
	if len(steps) > 1 {
		out.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{Locations: steps}}}}
	}
	return out
}

// sarifPlace is the line of an input; absolute paths say more about a machine than a
// viewer can use, so they keep their last element.
func sarifPlace(e Evidence) sarifLocation {
	path := filepath.ToSlash(deref(e.Input))
	switch {
	case path == "" || path == "-":
		path = noFile
	case strings.HasPrefix(path, "/") || filepath.IsAbs(path):
		path = path[strings.LastIndexByte(path, '/')+1:]
	}
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: strings.TrimPrefix(path, "./")}).String()}}}
	if e.Line != nil && *e.Line > 0 {
		at.Physical.Region = &sarifRegion{StartLine: *e.Line, Snippet: &sarifText{plainText(elide(oneLine(e.Text), mdExcerpt))}}
	}
	return at
}

// plainText has no unbreakable blanks, which only layouts need.
func plainText(s string) string { return strings.ReplaceAll(s, noBreak, " ") }
