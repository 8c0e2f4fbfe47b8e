export { type DecodedRecord, decodeRecord } from './decode-record'
export { encodeRecord } from './encode-record'
export type {
  Author,
  Extra,
  GateNote,
  Kind,
  Origin,
  RecordBody,
  RecordType,
  Scope,
  Sensitivity,
  Source,
  Status,
} from './record-body'
export { recordLimits } from './record-limits'
export { recordVersion } from './record-tuple'
