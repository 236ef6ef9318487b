package parse

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestRTF(t *testing.T) {
	const textEdit = `{\rtf1\ansi\ansicpg1252\cocoartf1671\cocoasubrtf400
{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fnil AppleColorEmoji;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\paperw11900\paperh16840\margl1440\margr1440\vieww28600\viewh18000\viewkind0
\pard\tx566\tx1133\pardirnatural\partightenfactor0

\f0\fs24 \cf0 `
	for _, tc := range []struct{ name, text, want string }{
		{"TextEdit's lines", textEdit + "default\t10:00:00.000000+0100\tNotes\tbegun \\{(\\\n    a\\\\b\\\n)\\}\\\nended\\\n}", "default\t10:00:00.000000+0100\tNotes\tbegun {(\n    a\\b\n)}\nended\n"},
		{"characters beyond ASCII", textEdit + `caf\'e9 \'93a\'94 \uc0\u8230 b \u55357 \u56832 \f1 c\u8232 d}`, "café “a” …b 😀c\nd"},
		{"a blank ends a word, and another one is text", textEdit + `a\b  b\b0 .}`, "a b."},
		{"paragraphs of a word processor", "{\\rtf1\\ansi{\\stylesheet{\\s0 Normal;}}{\\info{\\title Log}}\\pard one\\par\r\ntw\r\no\\tab three\\line four\\par}", "one\ntwo\tthree\nfour\n"},
		{"what stands for a character", `{\rtf1 a\u233?b\uc2\u8364 EUc{\uc1\u233\'e9}d}`, "aéb€céd"},
		{"links, notes, pictures", `{\rtf1 a{\field{\*\fldinst{HYPERLINK "https://example.com"}}{\fldrslt b}}{\pict\bin3 }}}}c}`, "abc"},
		{"halves of characters", `{\rtf1 a\u55357?b\u56832?c}`, "ab😀c"},
		{"cut in the head", `{\rtf1\ansi{\fonttbl\f0`, ""},
		{"cut in a word", `{\rtf1 a\\b\u82`, `a\b`},
		{"cut in a byte", `{\rtf1 a\'9`, "a"},
		{"too many ends", `{\rtf1 a}}}b`, "ab"},
		{"deep", `{\rtf1 a` + strings.Repeat("{", 2*rtfDepth) + `\*` + strings.Repeat("}", 2*rtfDepth) + `b}`, "ab"},
	} {
		for _, read := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader, iotest.HalfReader} {
			got, err := io.ReadAll(newRTFReader(bufio.NewReader(read(strings.NewReader(tc.text)))))
			if diff := cmp.Diff(tc.want, string(got)); diff != "" || err != nil {
				t.Errorf("%s: %v (-want +got):\n%s", tc.name, err, diff)
			}
		}
	}
}

// A log in such a document is read like the log, with its lines.
func TestRTFSource(t *testing.T) {
	log := "default\t10:00:00.000000+0100\tNotes\tbegun\ndefault\t10:00:01.000000+0100\tNotes\tended {(\n    a\n)}\n"
	doc := `{\rtf1\ansi{\fonttbl\f0 Menlo;}` + "\n" + `\f0\fs22 \cf0 ` + strings.NewReplacer("{", `\{`, "}", `\}`, "\n", "\\\n").Replace(log) + "}"
	want, plain := textScan(t, "", log, Options{})
	got, sum := textScan(t, "", doc, Options{})
	if diff := cmp.Diff(want, got); diff != "" || sum.Format != plain.Format || len(sum.Notes) == 0 || !strings.Contains(sum.Notes[0], "RTF") {
		t.Errorf("%+v (-want +got):\n%s", sum, diff)
	}
}

func FuzzRTF(f *testing.F) {
	for _, seed := range []string{`{\rtf1\ansi{\fonttbl\f0 Menlo;}\f0\fs22 \cf0 a\` + "\n" + `b\u8230 \'e9\{\\\}{\*\x y}\tab c\bin2 zz\par}`, `{\rtf1\uc3\u55357 abc\u56832`, `{\rtf\bin-1\bin99999999999 `} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		whole, err := io.ReadAll(newRTFReader(bufio.NewReader(strings.NewReader(doc))))
		if err != nil || len(whole) > 3*len(doc) {
			t.Fatalf("%d bytes of %d, %v", len(whole), len(doc), err)
		}
		pieces, err := io.ReadAll(iotest.OneByteReader(newRTFReader(bufio.NewReaderSize(iotest.OneByteReader(strings.NewReader(doc)), 16))))
		if diff := cmp.Diff(string(whole), string(pieces)); diff != "" || err != nil {
			t.Fatalf("%v, depends on how it is read (-whole +pieces):\n%s", err, diff)
		}
	})
}
