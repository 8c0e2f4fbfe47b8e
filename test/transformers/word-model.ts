import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Field numbers of onnx.proto3 (github.com/onnx/onnx), of what a graph with one node needs. */
const field = {
  model: { irVersion: 1, graph: 7, opsetImport: 8 },
  opset: { domain: 1, version: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  node: { input: 1, output: 2, opType: 4 },
  tensor: { dims: 1, dataType: 2, name: 8, rawData: 9 },
  valueInfo: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { elementType: 1, shape: 2 },
  shape: { dimension: 1 },
  dimension: { value: 1, parameter: 2 },
} as const
const float32 = 1
const int64 = 7

/**
 * Writes a sentence model as `@huggingface/transformers` opens it from a folder: its only layer looks up a vector for each word.
 *
 * @param vectors by word, all of one length; other words get zeros
 */
export async function writeWordModel(folder: string, vectors: ReadonlyMap<string, readonly number[]>): Promise<void> {
  const [first = []] = vectors.values()
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...vectors.keys()]
  const table = words.flatMap(word => vectors.get(word) ?? first.map(() => 0))
  await mkdir(join(folder, 'onnx'), { recursive: true })
  await writeFile(join(folder, 'onnx', 'model.onnx'), lookUp(table, words.length, first.length))
  const json = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value))
  await json('config.json', { model_type: 'bert', architectures: ['BertModel'], hidden_size: first.length })
  await json('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
  })
  await json('tokenizer.json', {
    version: '1.0',
    added_tokens: [],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      unk_token: '[UNK]',
      vocab: Object.fromEntries(words.map((word, at) => [word, at])),
    },
  })
}

/** An ONNX model that gathers rows of a table: `input_ids` to `last_hidden_state`. */
function lookUp(table: readonly number[], height: number, width: number): Buffer {
  const weights = message(
    whole(field.tensor.dims, height),
    whole(field.tensor.dims, width),
    whole(field.tensor.dataType, float32),
    bytes(field.tensor.name, 'table'),
    bytes(field.tensor.rawData, Buffer.from(Float32Array.from(table).buffer)),
  )
  const node = message(
    bytes(field.node.input, 'table'),
    bytes(field.node.input, 'input_ids'),
    bytes(field.node.output, 'last_hidden_state'),
    bytes(field.node.opType, 'Gather'),
  )
  const graph = message(
    bytes(field.graph.node, node),
    bytes(field.graph.name, 'words'),
    bytes(field.graph.initializer, weights),
    bytes(field.graph.input, tensorOf('input_ids', int64, ['texts', 'words'])),
    bytes(field.graph.input, tensorOf('attention_mask', int64, ['texts', 'words'])),
    bytes(field.graph.output, tensorOf('last_hidden_state', float32, ['texts', 'words', width])),
  )
  const opset = message(bytes(field.opset.domain, ''), whole(field.opset.version, 13))
  return message(
    whole(field.model.irVersion, 8),
    bytes(field.model.graph, graph),
    bytes(field.model.opsetImport, opset),
  )
}

function tensorOf(name: string, element: number, dimensions: readonly (string | number)[]): Buffer {
  const shape = dimensions.map(each =>
    bytes(
      field.shape.dimension,
      typeof each === 'number' ? whole(field.dimension.value, each) : bytes(field.dimension.parameter, each),
    ),
  )
  const tensor = message(whole(field.tensorType.elementType, element), bytes(field.tensorType.shape, message(...shape)))
  return message(bytes(field.valueInfo.name, name), bytes(field.valueInfo.type, bytes(field.type.tensor, tensor)))
}

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields)
}

/** A field of protobuf's wire type 0. */
function whole(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)])
}

/** A field of protobuf's wire type 2. */
function bytes(number: number, value: Buffer | string): Buffer {
  const content = Buffer.from(value)
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content])
}

function varint(value: number): Buffer {
  const septets: number[] = []
  let rest = value
  do {
    septets.push((rest % 128) | (rest >= 128 ? 128 : 0))
    rest = Math.floor(rest / 128)
  } while (rest > 0)
  return Buffer.from(septets)
}
