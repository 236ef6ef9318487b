package logarchive

import (
	"encoding/binary"
	"net/netip"
	"strconv"
)

// Values of the domain "network", as liblog_network prints them.

// Darwin's address families (sys/socket.h).
const (
	familyUnix = 1
	familyIPv4 = 2
	familyLink = 18
	familyIPv6 = 30
)

// appendNetwork appends an address, or flags or state of a TCP connection.
func appendNetwork(dst []byte, s *conversion, a argument) []byte {
	isData := a.item.kind>>4 == itemData
	switch s.tag {
	case tagTCPFlags, tagTCPState:
		if !s.arg.integer() && s.arg != argPointer {
			return append(dst, "<failed conversion>"...)
		}
		if s.tag == tagTCPFlags {
			return appendTCPFlags(dst, byte(a.unsigned()))
		}
		return appendTCPState(dst, int32(a.unsigned()))
	case tagIPv4:
		if s.arg.integer() || s.arg == argPointer {
			var address [4]byte // the number is the address as it lies in memory
			binary.LittleEndian.PutUint32(address[:], uint32(a.unsigned()))
			return netip.AddrFrom4(address).AppendTo(dst)
		}
	}
	switch {
	case !isData && s.arg.scalar():
		return appendPlainNumber(append(dst, "<fail decode - data type> "...), s, a)
	case !isData:
		return append(append(dst, "<fail decode - data type> "...), a.text()...)
	case len(a.data) == 0:
		return append(dst, "<NULL>"...)
	case s.tag == tagSockaddr:
		return appendSockaddr(dst, a.data)
	case s.tag == tagIPv4 && len(a.data) == 4:
		return netip.AddrFrom4([4]byte(a.data)).AppendTo(dst)
	case s.tag == tagIPv4:
		return appendWrongSize(dst, len(a.data), " != ", 4)
	case len(a.data) == 16:
		return appendIPv6(dst, [16]byte(a.data))
	}
	return appendWrongSize(dst, len(a.data), " != ", 16)
}

func appendWrongSize(dst []byte, got int, relation string, want int) []byte {
	dst = strconv.AppendInt(append(dst, "<fail decode - size> "...), int64(got), 10)
	dst = append(dst, relation...)
	return strconv.AppendInt(dst, int64(want), 10)
}

// appendIPv6 appends an address as inet_ntop(3) does, which writes the last four
// bytes of an IPv4-compatible address in decimal.
func appendIPv6(dst []byte, address [16]byte) []byte {
	high, low := binary.BigEndian.Uint64(address[:]), binary.BigEndian.Uint64(address[8:])
	if high == 0 && low>>32 == 0 && low>>16 != 0 {
		return netip.AddrFrom4([4]byte(address[12:])).AppendTo(append(dst, "::"...))
	}
	return netip.AddrFrom16(address).AppendTo(dst)
}

// appendSockaddr appends a socket address {u8 length, u8 family, …}; IPv4 and IPv6
// with the port, if any.
func appendSockaddr(dst, address []byte) []byte {
	if len(address) < 2 {
		return appendWrongSize(dst, len(address), " < ", 2)
	}
	length, family := int(address[0]), address[1]
	if length > len(address) {
		return appendWrongSize(dst, length, " > ", len(address))
	}
	address = address[:length]
	switch family {
	case familyUnix:
		return append(append(dst, "AF_UNIX:"...), untilNUL(address[min(2, length):])...)
	case familyIPv4: // port 2, address 4
		if length < 16 {
			return appendWrongSize(dst, length, " < ", 16)
		}
		dst = netip.AddrFrom4([4]byte(address[4:])).AppendTo(dst)
		return appendPort(dst, ':', address)
	case familyLink:
		return appendLink(dst, address)
	case familyIPv6: // port 2, flow 4, address 8, scope 24
		if length < 28 {
			return appendWrongSize(dst, length, " < ", 28)
		}
		dst = appendIPv6(dst, [16]byte(address[8:]))
		if scope := binary.LittleEndian.Uint32(address[24:]); scope != 0 && linkLocal(address[8:]) {
			// an interface's name, if the machine that prints knows its number
			dst = strconv.AppendUint(append(dst, '%'), uint64(scope), 10)
		}
		return appendPort(dst, '.', address)
	}
	dst = append(dst, "<fail decode - address family> "...)
	return strconv.AppendUint(dst, uint64(family), 10)
}

// linkLocal reports whether an IPv6 address is one whose scope is printed.
func linkLocal(address []byte) bool {
	return address[0] == 0xfe && address[1]&0xc0 == 0x80 || address[0] == 0xff && address[1]&0xf <= 2
}

func appendPort(dst []byte, separator byte, address []byte) []byte {
	if port := binary.BigEndian.Uint16(address[2:]); port != 0 {
		return strconv.AppendUint(append(dst, separator), uint64(port), 10)
	}
	return dst
}

// appendLink appends a link-layer address: its bytes, and the interface's name or
// number {u16 number at 2, u8 type, u8 name length, u8 address length, u8 selector
// length, name, address}.
func appendLink(dst, address []byte) []byte {
	const head = 8
	var name, hardware, selector int
	if len(address) >= head {
		name, hardware, selector = int(address[5]), int(address[6]), int(address[7])
	}
	if head+name+hardware+selector > len(address) {
		dst = appendWrongSize(dst, len(address), " < ", head)
		for _, n := range [...]int{name, hardware, selector} {
			dst = strconv.AppendInt(append(dst, " + "...), int64(n), 10)
		}
		return dst
	}
	number := binary.LittleEndian.Uint16(address[2:])
	if name+hardware == 0 && number == 0 {
		return append(dst, "<fail decode - no information>"...)
	}
	for i, b := range address[head+name : head+name+hardware] {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = strconv.AppendUint(dst, uint64(b), 16)
	}
	if hardware > 0 && (name > 0 || number > 0) {
		dst = append(dst, '%')
	}
	if name > 0 {
		return append(dst, untilNUL(address[head:head+name])...)
	}
	if number > 0 {
		dst = strconv.AppendUint(dst, uint64(number), 10)
	}
	return dst
}

// tcpFlags are the letters of a TCP header's flags, lowest bit first.
const tcpFlags = "FSRP.UEC"

func appendTCPFlags(dst []byte, flags byte) []byte {
	dst = append(dst, '[')
	for i := range tcpFlags {
		if flags>>i&1 != 0 {
			dst = append(dst, tcpFlags[i])
		}
	}
	return append(dst, ']')
}

// tcpStates are the states of a TCP connection by number (xnu netinet/tcp_fsm.h).
var tcpStates = [...]string{
	"CLOSED", "LISTEN", "SYN_SENT", "SYN_RCVD", "ESTABLISHED", "CLOSE_WAIT",
	"FIN_WAIT_1", "CLOSING", "LAST_ACK", "FIN_WAIT_2", "TIME_WAIT",
}

func appendTCPState(dst []byte, state int32) []byte {
	if state < 0 || int(state) >= len(tcpStates) {
		return strconv.AppendInt(dst, int64(state), 10)
	}
	return append(dst, tcpStates[state]...)
}
