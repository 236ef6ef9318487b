package logarchive

import (
	"testing"
	"time"
)

func TestComposeBuiltinTags(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%{bool}d %{bool}d", argsOf(intItem(0), intItem(5)), "false true"},
		{"%{BOOL}d %{BOOL}d", argsOf(intItem(0), scalarItem(0, 1, 1)), "NO YES"},
		{"%{public,bool}d", argsOf(scalarItem(2, 4, 1)), "true"},
		{"%{public, BOOL, name=wanted}d", argsOf(scalarItem(2, 4, 1)), "YES"},
		{"%{builtin:BOOL}d", argsOf(intItem(1)), "YES"},
		{"%{bool}lld %{bool}p", argsOf(longItem(1), longItem(0)), "true false"},
		{"%{Bool}d", argsOf(intItem(1)), "1"}, // names are exact
		{"%{bool}s", argsOf(publicText("x")), "<decode: mismatch for [%{bool}s] got [STRING public sz:2]>"},
		{"%{bool}d of a private number", argsOf(rangeItem(1, 0, 4)), "<private> of a private number"},
		{"%{errno}d", argsOf(intItem(2)), "[2: No such file or directory]"},
		{"%{darwin.errno}d", argsOf(intItem(0)), "[0: Success]"},
		{"%{darwin.errno}d beyond", argsOf(intItem(159)), "[159: Unknown error: 159] beyond"},
		{"%{public, darwin.errno}d", argsOf(scalarItem(2, 4, 107)), "[107: Capabilities insufficient]"},
		{"%{errno}ld", argsOf(longItem(2)), "<decode: mismatch for [%{errno}ld] got [SCALAR sz:8]>"},
		{"%{darwin.signal}d %{darwin.signal}d", argsOf(intItem(11), intItem(0)), "[sigsegv: Segmentation fault] [sigSignal 0: Signal 0]"},
		{"%{darwin.signal}d %{darwin.signal}d", argsOf(intItem(31), intItem(32)), "[sigusr2: User defined signal 2] [32: Unknown signal]"},
		{"%{darwin.signal}d below", argsOf(intItem(-1)), "[-1: Unknown signal] below"},
		{"%{darwin.mode}d", argsOf(intItem(0o040755)), "drwxr-xr-x"},
		{"%{darwin.mode}d %{darwin.mode}o", argsOf(intItem(0o100644), intItem(0o700)), "-rw-r--r-- -rwx------"},
		{"%{darwin.mode}d %{darwin.mode}d", argsOf(intItem(0o107777), intItem(0o127000)), "-rwsrwsrwt l--S--S--T"},
		{"%{time_t}d", argsOf(intItem(604800)), "1970-01-08 00:00:00+0000"},
		{"%{time_t}ld", argsOf(longItem(-1)), "1969-12-31 23:59:59+0000"},
		{"%{time_t}ld never", argsOf(longItem(1 << 62)), " never"},
		{"%{time_t}hd", argsOf(scalarItem(0, 2, 1)), "<decode: mismatch for [%{time_t}hd] got [SCALAR sz:2]>"},
		{"%{bytes}d %{bytes}llu %{bytes}d", argsOf(intItem(512), longItem(4720), intItem(102400)), "512 B 4.72 kB 102 kB"},
		{"%{bytes}d %{bytes}d %{bytes}d", argsOf(intItem(4700), intItem(12340), intItem(999999)), "4.7 kB 12.3 kB 1000 kB"},
		{"%{bytes}llu", argsOf(longItem(-1)), "18.4 EB"},
		{"%{iec-bytes}d %{iec-bytes}d %{iec-bytes}d", argsOf(intItem(4720), intItem(102400), intItem(1000)), "4.61 KiB 100 KiB 0.98 KiB"},
		{"%{iec-bytes}d", argsOf(intItem(2768240)), "2.64 MiB"},
		{"%{bitrate}d %{bitrate}d", argsOf(intItem(123000), intItem(7)), "123 kbps 7 bps"},
		{"%{iec-bitrate}d", argsOf(intItem(120832)), "118 Kibps"},
		{"%{bytes}f", argsOf(floatItem(1)), "<decode: mismatch for [%{bytes}f] got [SCALAR sz:8]>"},
		{"%{uuid_t}.16P", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 0)), "00112233-4455-6677-8899-AABBCCDDEEFF"},
		{"%{public,uuid_t}.*P", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 0)), "00112233-4455-6677-8899-AABBCCDDEEFF"},
		{"%{uuid_t}.16P short", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x00", 0)), "<decode: mismatch for [%{uuid_t}.16P] got [POINTER public sz:1]> short"},
		{"%{uuid_t}.16P cut", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x00", 0x8000)), missingText + " cut"},
		{"%{uuid_t}.16P hidden", argsOf(scalarItem(0x10, 4, 16), rangeItem(0x31, 0, 16)), "<private> hidden"},
		{"%{uuid_t}s", argsOf(publicText("x")), "<decode: mismatch for [%{uuid_t}s] got [STRING public sz:2]>"},
		{"%{timeval}.*P", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x39\x30\x00\x00\x00\x00\x00\x00\x40\xe2\x01\x00\xff\xff\xff\xff", 0)), "1970-01-01 03:25:45.123456+0000"},
		{"%{timespec}.*P", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x39\x30\x00\x00\x00\x00\x00\x00\x40\xe2\x01\x00\x00\x00\x00\x00", 0)), "1970-01-01 03:25:45.000123456+0000"},
		{"%{timeval}.*P below", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\x39\x30\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x00\x00\x00\x00", 0)), "1970-01-01 03:25:45.-00001+0000 below"},
		{"%{timeval}.*P never", argsOf(scalarItem(0x10, 4, 16), dataItem(0x32, "\xff\xff\xff\xff\xff\xff\xff\x7f\x00\x00\x00\x00\x00\x00\x00\x00", 0)), " never"},
	})
}

func TestComposeTimeZone(t *testing.T) {
	args := argsOf(intItem(604800), func(l *argList) { l.args.Zone = time.FixedZone("", -(3*3600 + 1800)) })
	checkCompose(t, []composeCase{{"%{time_t}d", args, "1970-01-07 20:30:00-0330"}})
}

func TestComposeOtherTags(t *testing.T) {
	checkCompose(t, []composeCase{
		{"%{xcode:size-in-bytes}llu", argsOf(longItem(4096)), "4096"},
		{"%{location:CLClientAuthorizationStatus}d", argsOf(intItem(3)), "3"},
		{"%{public, mdns:rrtype}d", argsOf(scalarItem(2, 4, 28)), "28"},
		{"%{name=count}d", argsOf(intItem(3)), "3"},
		{"%{signpost.description=attribute,public}@", argsOf(objectText("warm")), "warm"},
		{"%{PUBLIC}s", argsOf(publicText("x")), "x"},
		{"%{}d", argsOf(intItem(3)), "3"},
		{"%{ , public ,, }d", argsOf(intItem(3)), "3"},
		{"%{public,signpost.description:attribute}@", argsOf(objectText("warm")), "__##__signpost.description#____#attribute#_##_#warm##__##"},
		{"%{signpost.description:begin_time}llu", argsOf(longItem(2180300470618)), "__##__signpost.description#____#begin_time#_##_#2180300470618##__##"},
		{"%{signpost.telemetry:number1}d", argsOf(intItem(-3)), "__##__signpost.telemetry#____#number1#_##_#-3##__##"},
		{"%{signpost.telemetry:number2}f", argsOf(floatItem(-5.88671875)), "__##__signpost.telemetry#____#number2#_##_#-5.88671875##__##"},
		{"%{signpost.telemetry:string1}s", argsOf(publicText("batch")), "__##__signpost.telemetry#____#string1#_##_#batch##__##"},
		{"%{signpost.telemetry:string1}.1P", argsOf(scalarItem(0x10, 4, 1), dataItem(0x32, "\x07", 0)), "'07'"},
		{"%{bool,uuid_t}d", argsOf(intItem(3)), "<decode: mismatch for [%{bool,uuid_t}d] got [SCALAR sz:4]>"}, // the last one wins
		{"%{uuid_t,other:thing}d", argsOf(intItem(3)), "3"},
	})
}

func TestComposeNetworkTags(t *testing.T) {
	size := scalarItem(0x10, 4, 16)
	ipv4 := "\x10\x02\x00\x50\xc0\x00\x02\x07\x00\x00\x00\x00\x00\x00\x00\x00"
	ipv6 := "\x1c\x1e\x01\xbb\x00\x00\x00\x00" + "\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" + "\x00\x00\x00\x00"
	local := "\x1c\x1e\x00\x00\x00\x00\x00\x00" + "\xfe\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01" + "\x05\x00\x00\x00"
	checkCompose(t, []composeCase{
		{"%{network:in_addr}d", argsOf(rawItem(0, 192, 0, 2, 7)), "192.0.2.7"},
		{"%{public,NETWORK:in_addr}u", argsOf(rawItem(2, 192, 0, 2, 7)), "192.0.2.7"},
		{"%{network:in_addr}.4P", argsOf(size, dataItem(0x32, "\xc0\x00\x02\x07", 0)), "192.0.2.7"},
		{"%{network:in_addr}.4P short", argsOf(size, dataItem(0x32, "\xc0", 0)), "<fail decode - size> 1 != 4 short"},
		{"%{network:in_addr}.4P null", argsOf(size, rangeItem(0x32, 0, 0)), "<NULL> null"},
		{"%{network:in_addr}s", argsOf(publicText("x")), "<fail decode - data type> x"},
		{"%{in_addr}d", argsOf(rawItem(0, 1, 0, 0, 0)), "1"}, // not without its domain
		{"%{network:in6_addr}.16P", argsOf(size, dataItem(0x32, ipv6[8:24], 0)), "2001:db8::1"},
		{"%{network:in6_addr}.16P none", argsOf(size, dataItem(0x32, string(make([]byte, 16)), 0)), ":: none"},
		{"%{network:in6_addr}.16P loopback", argsOf(size, dataItem(0x32, string(make([]byte, 15))+"\x01", 0)), "::1 loopback"},
		{"%{network:in6_addr}.16P mapped", argsOf(size, dataItem(0x32, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xc0\x00\x02\x07", 0)), "::ffff:192.0.2.7 mapped"},
		{"%{network:in6_addr}.16P compatible", argsOf(size, dataItem(0x32, "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc0\x00\x02\x07", 0)), "::192.0.2.7 compatible"},
		{"%{network:in6_addr}.16P short", argsOf(size, dataItem(0x32, "\x00", 0)), "<fail decode - size> 1 != 16 short"},
		{"%{network:in6_addr}d", argsOf(intItem(-7)), "<fail decode - data type> -7"},
		{"%{network:in6_addr}u %{network:sockaddr}f", argsOf(intItem(7), floatItem(0.5)), "<fail decode - data type> 7 <fail decode - data type> 0.5"},
		{"%{network:sockaddr}.*P", argsOf(size, dataItem(0x32, ipv4, 0)), "192.0.2.7:80"},
		{"%{network:sockaddr}.*P without port", argsOf(size, dataItem(0x32, ipv4[:2]+"\x00\x00"+ipv4[4:], 0)), "192.0.2.7 without port"},
		{"%{network:sockaddr}.*P of 6", argsOf(size, dataItem(0x32, ipv6, 0)), "2001:db8::1.443 of 6"},
		{"%{network:sockaddr}.*P local", argsOf(size, dataItem(0x32, local, 0)), "fe80::1%5 local"},
		{"%{network:sockaddr}.*P null", argsOf(size, rangeItem(0x32, 0, 0)), "<NULL> null"},
		{"%{network:sockaddr}.*P of a byte", argsOf(size, dataItem(0x32, "\x10", 0)), "<fail decode - size> 1 < 2 of a byte"},
		{"%{network:sockaddr}.*P too long", argsOf(size, dataItem(0x32, "\x10\x02", 0)), "<fail decode - size> 16 > 2 too long"},
		{"%{network:sockaddr}.*P too short", argsOf(size, dataItem(0x32, "\x04\x02\x00\x50", 0)), "<fail decode - size> 4 < 16 too short"},
		{"%{network:sockaddr}.*P too short for 6", argsOf(size, dataItem(0x32, "\x04\x1e\x00\x50", 0)), "<fail decode - size> 4 < 28 too short for 6"},
		{"%{network:sockaddr}.*P of a path", argsOf(size, dataItem(0x32, "\x0b\x01/tmp/sock", 0)), "AF_UNIX:/tmp/sock of a path"},
		{"%{network:sockaddr}.*P of length 0", argsOf(size, dataItem(0x32, "\x00\x01/tmp/sock", 0)), "AF_UNIX: of length 0"},
		{"%{network:sockaddr}.*P of others", argsOf(size, dataItem(0x32, "\x02\x20", 0)), "<fail decode - address family> 32 of others"},
		{"%{network:sockaddr}.*P of a link", argsOf(size, dataItem(0x32, "\x0e\x12\x04\x00\x06\x03\x03\x00en0\x02\x0a\xff", 0)), "2:a:ff%en0 of a link"},
		{"%{network:sockaddr}.*P of a link's number", argsOf(size, dataItem(0x32, "\x08\x12\x04\x00\x06\x00\x00\x00", 0)), "4 of a link's number"},
		{"%{network:sockaddr}.*P of a link's number and address", argsOf(size, dataItem(0x32, "\x0a\x12\x04\x00\x06\x00\x02\x00\xab\xcd", 0)), "ab:cd%4 of a link's number and address"},
		{"%{network:sockaddr}.*P of no link", argsOf(size, dataItem(0x32, "\x08\x12\x00\x00\x06\x00\x00\x00", 0)), "<fail decode - no information> of no link"},
		{"%{network:sockaddr}.*P of a long link", argsOf(size, dataItem(0x32, "\x08\x12\x04\x00\x06\x03\x06\x00", 0)), "<fail decode - size> 8 < 8 + 3 + 6 + 0 of a long link"},
		{"%{network:tcp_flags}u %{network:tcp_flags}u", argsOf(intItem(0x12), intItem(0)), "[S.] []"},
		{"%{network:tcp_flags}u of all", argsOf(intItem(0xff)), "[FSRP.UEC] of all"},
		{"%{network:tcp_state}d %{network:tcp_state}d %{network:tcp_state}d", argsOf(intItem(4), intItem(11), intItem(-1)), "ESTABLISHED 11 -1"},
		{"%{network:tcp_state}s", argsOf(publicText("x")), "<failed conversion>"},
		{"%{network:in_addr}d hidden", argsOf(rangeItem(0x01, 0, 4)), "<private> hidden"},
		{"%{network:unheard}d", argsOf(intItem(5)), "5"},
	})
}
