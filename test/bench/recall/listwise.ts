/** The candidates of one question: a row each, in columns of features, and which rows hold the answer. */
export interface Example {
  readonly rows: Float64Array
  readonly height: number
  readonly relevant: readonly number[]
}

/** Strong: weaker ones find a little more in conversations like those they were fitted to, and less in others. */
const ridge = 0.2
const mostSteps = 20

/**
 * Weights of a linear score under which the softmax over a question's candidates falls on those that hold the answer, in
 * equal shares (ListNet's top-one loss, Cao et al. 2007), with an L2 penalty on the weights of standardised features. The
 * loss is convex; Newton's method with step halving finds its minimum, the same in every run.
 *
 * @returns one weight a column, for features as they came; 0 for columns that never change
 */
export function fitListwise(examples: readonly Example[], width: number): number[] {
  const { means, deviations } = momentsOf(examples, width)
  const scaled = examples
    .filter(example => example.relevant.length > 0)
    .map(example => ({
      ...example,
      rows: example.rows.map((value, at) => (value - means[at % width]!) / deviations[at % width]!),
    }))
  let weights = new Float64Array(width)
  let current = derivatives(scaled, weights)
  for (let step = 0; step < mostSteps; step++) {
    const direction = solve(current.hessian, current.gradient)
    let size = 1
    let next = current
    let moved = weights
    do {
      moved = weights.map((weight, at) => weight - size * direction[at]!)
      next = derivatives(scaled, moved)
      size /= 2
    } while (next.loss > current.loss && size > 1e-3)
    if (next.loss > current.loss) break
    const gained = current.loss - next.loss
    weights = moved
    current = next
    if (gained < 1e-6) break
  }
  return Array.from(weights, (weight, at) => weight / deviations[at]!)
}

function momentsOf(examples: readonly Example[], width: number) {
  const sums = new Float64Array(width)
  const squares = new Float64Array(width)
  let count = 0
  for (const { rows, height } of examples) {
    count += height
    for (let at = 0; at < rows.length; at++) {
      sums[at % width]! += rows[at]!
      squares[at % width]! += rows[at]! ** 2
    }
  }
  const means = sums.map(sum => sum / count)
  const deviations = squares.map((sum, at) => Math.sqrt(sum / count - means[at]! ** 2) || 1)
  return { means, deviations }
}

function derivatives(examples: readonly Example[], weights: Float64Array) {
  const width = weights.length
  const gradient = new Float64Array(width)
  const hessian = new Float64Array(width * width)
  let loss = 0
  const expected = new Float64Array(width)
  for (const { rows, height, relevant } of examples) {
    const scores = Float64Array.from({ length: height }, (_, row) => dot(rows, row * width, weights))
    const highest = scores.reduce((one, other) => Math.max(one, other))
    const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)
    for (const row of relevant) loss -= (scores[row]! - highest - Math.log(total)) / relevant.length
    expected.fill(0)
    for (let row = 0; row < height; row++) {
      const probability = Math.exp(scores[row]! - highest) / total
      if (probability < 1e-6) continue
      for (let one = 0; one < width; one++) {
        const weighted = probability * rows[row * width + one]!
        expected[one]! += weighted
        for (let other = 0; other <= one; other++)
          hessian[one * width + other]! += weighted * rows[row * width + other]!
      }
    }
    for (let one = 0; one < width; one++) {
      gradient[one]! += expected[one]!
      for (const row of relevant) gradient[one]! -= rows[row * width + one]! / relevant.length
      for (let other = 0; other <= one; other++) hessian[one * width + other]! -= expected[one]! * expected[other]!
    }
  }
  const share = 1 / examples.length
  for (let one = 0; one < width; one++) {
    gradient[one] = gradient[one]! * share + ridge * weights[one]!
    for (let other = 0; other <= one; other++) hessian[one * width + other]! *= share
    hessian[one * width + one]! += ridge
    loss += (ridge / 2 / share) * weights[one]! ** 2
  }
  return { loss: loss * share, gradient, hessian }
}

function dot(rows: Float64Array, offset: number, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < weights.length; at++) sum += rows[offset + at]! * weights[at]!
  return sum
}

/** Cholesky's decomposition; only the lower half of the matrix is read. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const width = right.length
  const lower = matrix.slice()
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = lower[row * width + column]!
      for (let at = 0; at < column; at++) sum -= lower[row * width + at]! * lower[column * width + at]!
      lower[row * width + column] = row === column ? Math.sqrt(sum) : sum / lower[column * width + column]!
    }
  }
  const result = right.slice()
  for (let row = 0; row < width; row++) {
    for (let at = 0; at < row; at++) result[row]! -= lower[row * width + at]! * result[at]!
    result[row]! /= lower[row * width + row]!
  }
  for (let row = width - 1; row >= 0; row--) {
    for (let at = row + 1; at < width; at++) result[row]! -= lower[at * width + row]! * result[at]!
    result[row]! /= lower[row * width + row]!
  }
  return result
}
