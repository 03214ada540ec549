// Errors of the hub with their details. To be taken as it is.

import grpc from '@grpc/grpc-js';
import protobuf from 'protobufjs';

// The parts of the public packages google.rpc and google.protobuf that the hub's errors are made of.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; map<string, string> metadata = 3; }
  message BadRequest {
    message FieldViolation { string field = 1; string description = 2; }
    repeated FieldViolation field_violations = 1;
  }
`);
const [Status, ErrorInfo, BadRequest] = ['Status', 'ErrorInfo', 'BadRequest'].map((name) => root.lookupType(name));

/** What a call ended with. */
export class Problem {
  /** Name of the gRPC code, such as INVALID_ARGUMENT. */
  code;
  /** What programs branch on, such as ZONE_NOT_FOUND. */
  reason = '';
  /** Facts about the reason. */
  facts = {};
  /** All faults of a request: `field` is the path of the field, `description` what is wrong with it. */
  violations = [];

  /** Reads the error that a call ended with. */
  constructor(error) {
    this.code = grpc.status[error.code];
    this.message = error.details;
    const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
    for (const { typeUrl, value } of bytes ? Status.decode(bytes).details : []) {
      if (typeUrl.endsWith('/google.rpc.ErrorInfo')) {
        const { reason, metadata } = ErrorInfo.decode(value);
        Object.assign(this, { reason, facts: metadata });
      } else if (typeUrl.endsWith('/google.rpc.BadRequest')) {
        this.violations = BadRequest.decode(value).fieldViolations;
      }
    }
  }

  toString() {
    const faults = this.violations.map(({ field, description }) => `\n  ${field}: ${description}`);
    return `${this.code} ${this.reason}: ${this.message}${faults.join('')}`;
  }
}
