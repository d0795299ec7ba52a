// Command old-tls is a TLS server that still speaks what OpenSSL is no longer built with: RC4 and 3DES, in TLS 1.0 to 1.2.
//
//	old-tls -cert FILE -key FILE -suites 0x0005,0x000a [-min 0x0301] [-max 0x0303]
//
// It prints the port that it listens on and ends when its standard input does.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

func number(text string) uint16 {
	value, err := strconv.ParseUint(text, 0, 16)
	if err != nil {
		fmt.Fprintln(os.Stderr, "old-tls:", err)
		os.Exit(2)
	}
	return uint16(value)
}

func main() {
	cert := flag.String("cert", "", "PEM file of the certificate")
	key := flag.String("key", "", "PEM file of its key")
	suites := flag.String("suites", "", "cipher suites by number, separated by commas")
	least := flag.String("min", "0x0301", "oldest protocol version")
	most := flag.String("max", "0x0303", "newest protocol version")
	flag.Parse()

	pair, err := tls.LoadX509KeyPair(*cert, *key)
	if err != nil {
		fmt.Fprintln(os.Stderr, "old-tls:", err)
		os.Exit(2)
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: number(*least), MaxVersion: number(*most)}
	for _, suite := range strings.Split(*suites, ",") {
		config.CipherSuites = append(config.CipherSuites, number(suite))
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		fmt.Fprintln(os.Stderr, "old-tls:", err)
		os.Exit(1)
	}
	fmt.Println(listener.Addr().String())
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_ = connection.(*tls.Conn).Handshake()
				_, _ = io.Copy(io.Discard, connection)
				_ = connection.Close()
			}()
		}
	}()
	_, _ = io.Copy(io.Discard, os.Stdin)
}
