package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/resolver/dns"

	catalogv1 "example.org/zhibiao/client/gen/zhibiao/catalog/v1"
	observationv1 "example.org/zhibiao/client/gen/zhibiao/observation/v1"
	reportv1 "example.org/zhibiao/client/gen/zhibiao/report/v1"
)

// How the channel balances and retries. Every call of the hub may be repeated: batches, reports and streams carry ids.
// round_robin keeps a connection to every address of the name, so that one replica that goes takes no calls with it.
const serviceConfig = `{
	"loadBalancingConfig": [{"round_robin": {}}],
	"methodConfig": [{
		"name": [{}],
		"waitForReady": true,
		"retryPolicy": {
			"maxAttempts": 5,
			"initialBackoff": "0.1s",
			"maxBackoff": "2s",
			"backoffMultiplier": 2,
			"retryableStatusCodes": ["UNAVAILABLE"]
		}
	}],
	"retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1}
}`

// Settings say where the hub is and who calls.
type Settings struct {
	// Target is host:port, or dns:///name:port where a name has the addresses of several replicas.
	Target string
	// TLS is left out only on one's own machine.
	TLS bool
	// CA is a PEM file with the authority of the hub's certificate, where that is none of the system's.
	CA string
	// TokenFile holds the bearer token. It is read for every call, so that whoever renews it need not tell.
	TokenFile string
	// User names the caller to a hub that knows nobody, without TLS.
	User string
	// Language of messages for people, zh or en.
	Language string
}

// Hub is a connection to a hub.
type Hub struct {
	Catalog      catalogv1.CatalogServiceClient
	Observations observationv1.ObservationServiceClient
	Reports      reportv1.ReportServiceClient

	settings   Settings
	connection *grpc.ClientConn
}

// FromEnvironment reads settings from the environment.
func FromEnvironment() Settings {
	ca, token := os.Getenv("ZHIBIAO_SERVER_CA"), os.Getenv("ZHIBIAO_TOKEN_FILE")
	return Settings{
		Target:    or(os.Getenv("ZHIBIAO_TARGET"), "127.0.0.1:7890"),
		TLS:       ca != "" || token != "",
		CA:        ca,
		TokenFile: token,
		User:      or(os.Getenv("ZHIBIAO_USER"), "go-client"),
		Language:  "en",
	}
}

// Dial makes a connection. It fails only on settings: whether the hub is there, the first call tells.
func Dial(settings Settings) (*Hub, error) {
	transport, err := settings.transport()
	if err != nil {
		return nil, err
	}
	// By default a name is asked at most every 30 seconds; a replica elsewhere has long been ready then.
	dns.SetMinResolutionInterval(2 * time.Second)
	options := []grpc.DialOption{
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(serviceConfig),
		// A node that was lost says nothing: without pings calls would wait for it until their deadlines.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
		grpc.WithChainUnaryInterceptor(settings.unary),
		grpc.WithChainStreamInterceptor(settings.stream),
	}
	if settings.TokenFile != "" {
		options = append(options, grpc.WithPerRPCCredentials(bearer(settings.TokenFile)))
	}
	connection, err := grpc.NewClient(settings.Target, options...)
	if err != nil {
		return nil, err
	}
	return &Hub{
		Catalog:      catalogv1.NewCatalogServiceClient(connection),
		Observations: observationv1.NewObservationServiceClient(connection),
		Reports:      reportv1.NewReportServiceClient(connection),
		settings:     settings,
		connection:   connection,
	}, nil
}

// Close ends the connection and the calls over it.
func (h *Hub) Close() error {
	return h.connection.Close()
}

func (s Settings) transport() (credentials.TransportCredentials, error) {
	if !s.TLS {
		return insecure.NewCredentials(), nil
	}
	if s.CA == "" {
		return credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}), nil
	}
	pem, err := os.ReadFile(s.CA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM", s.CA)
	}
	return credentials.NewTLS(&tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}), nil
}

// metadata goes with every call; a language that the call asks for by itself stays. Metadata is ASCII: names outside it
// are percent-encoded.
func (s Settings) metadata(ctx context.Context) context.Context {
	asked, _ := metadata.FromOutgoingContext(ctx)
	if len(asked.Get("accept-language")) == 0 {
		ctx = metadata.AppendToOutgoingContext(ctx, "accept-language", s.Language)
	}
	if !s.TLS {
		ctx = metadata.AppendToOutgoingContext(ctx, "x-zhibiao-user", url.PathEscape(s.User))
	}
	return ctx
}

func (s Settings) unary(
	ctx context.Context, method string, request, answer any, connection *grpc.ClientConn,
	invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	return invoke(s.metadata(ctx), method, request, answer, connection, options...)
}

func (s Settings) stream(
	ctx context.Context, description *grpc.StreamDesc, connection *grpc.ClientConn, method string,
	open grpc.Streamer, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	return open(s.metadata(ctx), description, connection, method, options...)
}

// bearer is the file of a token.
type bearer string

// GetRequestMetadata gives the token of one call.
func (file bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	token, err := os.ReadFile(string(file))
	if err != nil {
		return nil, err
	}
	if len(token) == 0 {
		return nil, errors.New(string(file) + " is empty")
	}
	return map[string]string{"authorization": "Bearer " + strings.TrimSpace(string(token))}, nil
}

// RequireTransportSecurity keeps tokens off connections that others can read.
func (bearer) RequireTransportSecurity() bool {
	return true
}

func or(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
