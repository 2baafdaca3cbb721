// The work of the benchmarks, as a plugin of Go: 64 exported functions.
package main

import "strings"

// Record is 64 bytes. It has no name, since a plugin's types are not its host's.
type record = struct{ Words [8]uint64 }

func Add(a, b uint64) uint64 { return a + b }

func Length(text string) int { return len(text) }

func Greet(name string) string {
	var text strings.Builder
	text.Grow(len(name) + 7)
	text.WriteString("Hello, ")
	text.WriteString(name)
	return text.String()
}

func Bytes(bytes []byte) []byte {
	bytes[0]++
	return bytes
}

func Value(value record) record {
	value.Words[0]++
	return value
}

type one struct{}

func (one) Step(value uint64) uint64 { return value + 1 }

func Step() interface{ Step(uint64) uint64 } { return one{} }

func Repeat(call func(uint64) uint64, times uint64) uint64 {
	value := uint64(0)
	for n := uint64(0); n < times; n++ {
		value = call(value)
	}
	return value
}

func Fail(value uint64) uint64 { panic("number") }

func One(value uint64) uint64 { return value }
func Two(value uint64) uint64 { return value }

func F00(value uint64) uint64 { return value }
func F01(value uint64) uint64 { return value }
func F02(value uint64) uint64 { return value }
func F03(value uint64) uint64 { return value }
func F04(value uint64) uint64 { return value }
func F05(value uint64) uint64 { return value }
func F06(value uint64) uint64 { return value }
func F07(value uint64) uint64 { return value }
func F08(value uint64) uint64 { return value }
func F09(value uint64) uint64 { return value }
func F10(value uint64) uint64 { return value }
func F11(value uint64) uint64 { return value }
func F12(value uint64) uint64 { return value }
func F13(value uint64) uint64 { return value }
func F14(value uint64) uint64 { return value }
func F15(value uint64) uint64 { return value }
func F16(value uint64) uint64 { return value }
func F17(value uint64) uint64 { return value }
func F18(value uint64) uint64 { return value }
func F19(value uint64) uint64 { return value }
func F20(value uint64) uint64 { return value }
func F21(value uint64) uint64 { return value }
func F22(value uint64) uint64 { return value }
func F23(value uint64) uint64 { return value }
func F24(value uint64) uint64 { return value }
func F25(value uint64) uint64 { return value }
func F26(value uint64) uint64 { return value }
func F27(value uint64) uint64 { return value }
func F28(value uint64) uint64 { return value }
func F29(value uint64) uint64 { return value }
func F30(value uint64) uint64 { return value }
func F31(value uint64) uint64 { return value }
func F32(value uint64) uint64 { return value }
func F33(value uint64) uint64 { return value }
func F34(value uint64) uint64 { return value }
func F35(value uint64) uint64 { return value }
func F36(value uint64) uint64 { return value }
func F37(value uint64) uint64 { return value }
func F38(value uint64) uint64 { return value }
func F39(value uint64) uint64 { return value }
func F40(value uint64) uint64 { return value }
func F41(value uint64) uint64 { return value }
func F42(value uint64) uint64 { return value }
func F43(value uint64) uint64 { return value }
func F44(value uint64) uint64 { return value }
func F45(value uint64) uint64 { return value }
func F46(value uint64) uint64 { return value }
func F47(value uint64) uint64 { return value }
func F48(value uint64) uint64 { return value }
func F49(value uint64) uint64 { return value }
func F50(value uint64) uint64 { return value }
func F51(value uint64) uint64 { return value }
func F52(value uint64) uint64 { return value }
func F53(value uint64) uint64 { return value }
