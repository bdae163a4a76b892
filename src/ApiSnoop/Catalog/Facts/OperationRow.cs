using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ApiSnoop.Catalog.Facts;

/// <summary>
/// An operation as a row of tab-separated cells: id, method, path, group, version, kind, action, category, a
/// <c>d</c> when deprecated, and the id of its list of query parameters. The level is not written; it follows from the rest.
/// </summary>
static class OperationRow
{
    /// <summary>The names of the columns, as in a file's header.</summary>
    public const string Columns = "operation\tmethod\tpath\tgroup\tversion\tkind\taction\tcategory\tdeprecated\tparameters";

    /// <summary>The id of the empty list.</summary>
    const string NoParameters = "";

    /// <summary>Writes the row, and its list of parameters into the lists where it is not yet there.</summary>
    public static string Write(Operation operation, IDictionary<string, string[]> lists)
    {
        var list = ListId(operation.QueryParameters);
        if (list.Length > 0 && !lists.TryAdd(list, [.. operation.QueryParameters]) && !lists[list].SequenceEqual(operation.QueryParameters))
            throw new InvalidDataException($"Two lists of query parameters have the same id {list}.");
        return string.Join('\t',
            TsvCell.Escape(operation.Id), MethodText(operation.Method), TsvCell.Escape(operation.Path),
            TsvCell.Escape(operation.Group), TsvCell.Escape(operation.Version), TsvCell.Escape(operation.Kind),
            TsvCell.Escape(operation.Action), TsvCell.Escape(operation.Category), operation.Deprecated ? "d" : "", list);
    }

    /// <summary>Reads a row; null when it has too few cells or an unknown method or list.</summary>
    public static Operation? TryRead(ReadOnlySpan<byte> row, Utf8Pool texts, Dictionary<string, string[]> lists)
    {
        var id = Cell(ref row);
        var method = MethodOf(Cell(ref row));
        var path = Cell(ref row);
        var group = Cell(ref row);
        var version = Cell(ref row);
        var kind = Cell(ref row);
        var action = Cell(ref row);
        var category = Cell(ref row);
        var deprecated = Cell(ref row);
        if (method == ApiMethod.None || category.IsEmpty) return null;
        string[]? parameters = [];
        if (!row.IsEmpty && !lists.TryGetValue(texts.Get(row), out parameters)) return null;
        return new Operation
        {
            Id = TsvCell.Unescape(id),
            Method = method,
            Path = texts.Get(path),
            Group = texts.Get(group),
            Version = texts.Get(version),
            Kind = texts.Get(kind),
            Action = texts.Get(action),
            Category = texts.Get(category),
            Deprecated = !deprecated.IsEmpty,
            QueryParameters = ImmutableCollectionsMarshal.AsImmutableArray(parameters),
        };
    }

    /// <summary>The group of a row that may not be a row at all: empty for one with too few cells.</summary>
    public static ReadOnlySpan<byte> GroupOf(ReadOnlySpan<byte> row)
    {
        for (var before = 0; before < 3; before++) Cell(ref row);
        return Cell(ref row);
    }

    /// <summary>
    /// A list's id is made from its names, not counted, so that a new list in a new release leaves all other rows as they are.
    /// </summary>
    static string ListId(ImmutableArray<string> names) => names.IsEmpty
        ? NoParameters
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))).AsSpan(0, 3));

    /// <summary>Takes the next cell off the row.</summary>
    internal static ReadOnlySpan<byte> Cell(scoped ref ReadOnlySpan<byte> row)
    {
        var end = row.IndexOf((byte)'\t');
        var cell = end < 0 ? row : row[..end];
        row = end < 0 ? default : row[(end + 1)..];
        return cell;
    }

    static string MethodText(ApiMethod method) => method switch
    {
        ApiMethod.Get => "get",
        ApiMethod.Head => "head",
        ApiMethod.Post => "post",
        ApiMethod.Put => "put",
        ApiMethod.Patch => "patch",
        ApiMethod.Delete => "delete",
        ApiMethod.Options => "options",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "An operation has a method."),
    };

    static ApiMethod MethodOf(ReadOnlySpan<byte> cell) => cell switch
    {
        [(byte)'g', ..] => ApiMethod.Get,
        [(byte)'h', ..] => ApiMethod.Head,
        [(byte)'d', ..] => ApiMethod.Delete,
        [(byte)'o', ..] => ApiMethod.Options,
        [(byte)'p', (byte)'o', ..] => ApiMethod.Post,
        [(byte)'p', (byte)'u', ..] => ApiMethod.Put,
        [(byte)'p', (byte)'a', ..] => ApiMethod.Patch,
        _ => ApiMethod.None,
    };
}
