export type {
  Author,
  Extra,
  Kind,
  RecordBody,
  RecordType,
  Scope,
  Sensitivity,
  Source,
  Status,
} from './record-body'
