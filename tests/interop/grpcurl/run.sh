#!/usr/bin/env bash
# Calls a Zhibiao hub with grpcurl: the hub tells its own services and messages by reflection, so nothing is generated and
# no proto file is needed. Without arguments every case runs; else those that are named. Each prints one line of JSON.
set -euo pipefail
cd "$(dirname "$0")"

target="${ZHIBIAO_TARGET:-127.0.0.1:7890}"

# Metadata is ASCII: names outside it are percent-encoded.
encoded() {
  local LC_ALL=C text="$1" i byte
  for ((i = 0; i < ${#text}; i++)); do
    byte="${text:i:1}"
    case "$byte" in
      [a-zA-Z0-9.~_-]) printf '%s' "$byte" ;;
      *) printf '%%%02X' "'$byte" ;;
    esac
  done
}

# connect TOKEN_FILE: sets the flags that every call begins with.
connect() {
  if [ -z "${ZHIBIAO_SERVER_CA:-}${ZHIBIAO_TOKEN_FILE:-}" ]; then
    connection=(-plaintext -H "x-zhibiao-user: $(encoded "${ZHIBIAO_USER:-grpcurl-client}")")
    return
  fi
  connection=(${ZHIBIAO_SERVER_CA:+-cacert "$ZHIBIAO_SERVER_CA"})
  if [ -n "$1" ]; then
    TOKEN="$(cat "$1")"
    export TOKEN
    # grpcurl puts the variable in, so that the token stands in no list of processes.
    connection+=(-expand-headers -H 'authorization: Bearer ${TOKEN}')
  fi
}

catalog=zhibiao.catalog.v1.CatalogService
observations=zhibiao.observation.v1.ObservationService
reports=zhibiao.report.v1.ReportService

# call FLAGS... METHOD: reads the requests from standard input.
call() {
  grpcurl "${connection[@]}" -max-time "${patience:-30}" -d @ "${@:1:$#-1}" "$target" "${@: -1}"
}

# again FLAGS... METHOD: a read, repeated while nobody answers. Each try looks the name up anew, so that a hub that has moved is
# found; grpcurl ends with 1 where nobody takes its connection, and with 64 and UNAVAILABLE where somebody says to come back.
again() {
  local request code wait
  request="$(cat)"
  for wait in 0.2 0.4 0.8 1.6 3.2 ''; do
    code=0
    call -connect-timeout 2 "$@" <<<"$request" || code=$?
    if [ -z "$wait" ] || [ "$code" != 1 ] && [ "$code" != $((64 + 14)) ]; then
      return "$code"
    fi
    echo "nobody answers: once more in $wait s" >&2
    sleep "$wait"
  done
}

# The answers of a call as one list on one line: grpcurl prints them below each other.
listed() {
  tr -d '\n' | sed -e 's/}{/},{/g' -e 's/^/[/' -e 's/$/]/'
}

unary() {
  local summary series token
  summary="$(again "$catalog/GetSummary" <<<'{}')"
  # The token of an earlier read: whichever replica answers is at least as fresh.
  token="$(sed -n 's/^  "token": "\(.*\)",*$/\1/p' <<<"$summary")"
  series="$(again "$observations/ReadSeries" <<JSON
{
  "keys": [{"subject": "zones/east-park", "indicator": "indicators/revenue"}],
  "consistency": {"at_least_as_fresh": "$token"}
}
JSON
)"
  printf '%s\n' "$summary" "$series"
}

server_stream() {
  call "$observations/ExportObservations" <<<'{"indicators": ["indicators/revenue"]}'
}

# The header first, then the bytes, in base64 as JSON has them. The id is the sender's: who sends the same again under the
# same id files it once.
client_stream() {
  local parts
  parts="$(printf '{"header": {"department": "departments/statistics", "file_name": "report.csv"}}{"chunk": "%s"}' \
    "$(base64 -w 0 report.csv)")"
  call "$reports/UploadReport" <<<"$parts"
}

batch() {
  cat <<JSON
{"batch": {"sequence": $1, "entries": {"subjects": ["$3", "$4"], "indicators": ["充电桩数量"], "periods": ["$2"],
  "subject": [0, 1], "indicator": [0, 0], "period": [0, 0], "value": [400, 410]}}}
JSON
}

# Sends three batches, then the last one again: it is not written twice. The hub says which sequence comes next in its
# first answer; a stream that sends nothing is closed after it.
bidirectional() {
  local open='{"open": {"interface": "interfaces/charging", "source": "充电桩运行平台"}}' durable
  durable="$(call "$reports/StreamObservations" <<<"$open" | sed -n 's/.*"durableSequence": "\([0-9]*\)".*/\1/p')"
  durable="${durable:-0}"
  {
    echo "$open"
    batch $((durable + 1)) 2024-01 东园 西园
    # Nobody knows 东圆: the row is rejected, with a finding; the other is written.
    batch $((durable + 2)) 2024-02 东园 东圆
    batch $((durable + 3)) 2024-03 东园 西园
  } | call "$reports/StreamObservations"
  {
    echo "$open"
    batch $((durable + 3)) 2024-03 东园 西园
  } | call "$reports/StreamObservations"
}

# Follows changes that nobody makes: a call that only its deadline ends. grpcurl ends with 64 and the code of gRPC.
deadline() {
  local code=0
  patience=0.5 call -format-error "$observations/WatchChanges" <<<'{}' 2>&1 >/dev/null || code=$?
  [ "$code" = $((64 + 4)) ]
}

# Makes four mistakes in one request, and is told all four.
rich_errors() {
  local code=0
  call -format-error "$observations/ReadSeries" 2>&1 <<'JSON' || code=$?
{"keys": [{"subject": "east park", "indicator": "revenue"}], "from": "20x3", "to": "2023-13"}
JSON
  [ "$code" = $((64 + 3)) ]
}

# Has a typing error explained in Chinese and in English, within one trace.
metadata() {
  local language trace=4bf92f3577b34da6a3ce929d0e0e4736 parts
  parts="$(printf '{"header": {"department": "departments/statistics"}}{"chunk": "%s"}' \
    "$(printf '园区,年份,营业收入\n东圆,2024,4\n' | base64 -w 0)")"
  for language in zh en; do
    call -H "accept-language: $language" -H "traceparent: 00-$trace-00f067aa0ba902b7-01" \
      "$reports/CheckReport" <<<"$parts"
  done
}

# Asks for a figure with the caller's own token, with none, and with that of a caller who may read another zone only. A hub
# tells its messages only to callers whom it knows, so without a token they are read from its proto files.
credentials() {
  local request='{"keys": [{"subject": "zones/east-park", "indicator": "indicators/revenue"}]}'
  local protos=(-import-path "${ZHIBIAO_PROTO:-../../../proto}" -proto zhibiao/observation/v1/observation_service.proto)
  call "$observations/ReadSeries" <<<"$request"
  connect ''
  call "${protos[@]}" -format-error "$observations/ReadSeries" <<<"$request" 2>&1 || true
  connect "$ZHIBIAO_OTHER_TOKEN_FILE"
  call -format-error "$observations/ReadSeries" <<<"$request" 2>&1 || true
}

# tell CASE: runs it and prints one line of JSON with the answers.
tell() {
  local answers status=0
  # Not as a condition: in those bash goes on after a command that failed.
  set +e
  answers="$(set -e; "${1//-/_}")"
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    printf '{"case": "%s", "passed": true, "answers": %s}\n' "$1" "$(listed <<<"$answers")"
  else
    printf '{"case": "%s", "passed": false}\n' "$1"
    printf '%s\n' "$answers" >&2
    failed=1
  fi
}

if [ $# = 0 ]; then
  set -- unary server-stream client-stream bidirectional deadline rich-errors metadata
fi
failed=0
connect "${ZHIBIAO_TOKEN_FILE:-}"
for name in "$@"; do
  tell "$name"
done
exit "$failed"
