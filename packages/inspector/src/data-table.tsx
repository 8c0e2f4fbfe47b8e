import type { ReactNode } from 'react'

/** One column of a table. The first of a table names its rows. */
export interface Column<Row> {
  readonly title: string
  /** Of heading and cells: `n` for numbers, `wide` for what may wrap, `hide` for what goes first where there is little room. */
  readonly className?: string
  readonly cell: (row: Row) => ReactNode
  /** Of one cell: how it deviates. */
  readonly tone?: (row: Row) => string
  /** What one cell says when it is pointed at. */
  readonly tip?: (row: Row) => string | undefined
}

export interface DataTableProps<Row> {
  /** What it lists, for those who hear it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** `lines` for rows of several lines, which are a list on a phone. */
  readonly className?: string
}

/** Rows of one form, a line each. */
export function DataTable<Row>({ caption, columns, rows, keyOf, className = '' }: DataTableProps<Row>) {
  return (
    <table className={`rows ${className}`}>
      <caption className="sr">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, className }) => (
            <th scope="col" key={title} className={className}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={keyOf(row)}>
            {columns.map((column, index) => (
              <Cell key={column.title} column={column} row={row} isHead={index === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps<Row> {
  readonly column: Column<Row>
  readonly row: Row
  readonly isHead: boolean
}

function Cell<Row>({ column: { title, className = '', cell, tone, tip }, row, isHead }: CellProps<Row>) {
  // A phone has no heads, and shows the title of some cells beside them.
  const props = {
    'data-title': isHead ? undefined : title,
    className: `${className} ${tone?.(row) ?? ''}`.trim() || undefined,
    title: tip?.(row),
  }
  return isHead ? (
    <th scope="row" {...props}>
      {cell(row)}
    </th>
  ) : (
    <td {...props}>{cell(row)}</td>
  )
}
