using System.Globalization;
using System.Reflection;
using ApiSnoop.Reports.Tables;

namespace ApiSnoop.Web.Api;

/// <summary>Tables as what is written as JSON.</summary>
internal static class TableJson
{
    /// <summary>An object a row. The columns are the type's members: <c>user agent</c> is <c>UserAgent</c>.</summary>
    /// <typeparam name="T">A record, by which the OpenAPI document describes the rows.</typeparam>
    public static T[] Rows<T>(Table table)
    {
        var constructor = typeof(T).GetConstructors()[0];
        var columns = constructor.GetParameters().Select(p => IndexOf(table, p)).ToArray();
        var types = constructor.GetParameters().Select(p => Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType).ToArray();
        return [.. table.Rows.Select(row => (T)constructor.Invoke([.. columns.Select((c, i) => Value(row[c], types[i]))]))];
    }

    /// <summary>An array a row, the first one the names of the columns, as the API of 2018 answered.</summary>
    public static object?[][] Arrays(Table table) =>
        [[.. table.Columns.Select(c => c.Name)],
            .. table.Rows.Select(
                row => row.Select(v => v is null or bool or int or long or short or double ? v : TableWriter.Text(v)).ToArray())];

    static object? Value(object? value, Type type) =>
        value is null || value.GetType() == type ? value
        : type == typeof(string) ? TableWriter.Text(value)
        : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);

    static int IndexOf(Table table, ParameterInfo parameter)
    {
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Name.Replace(" ", "", StringComparison.Ordinal).Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
                return i;
        throw new InvalidOperationException($"The table has no column for {parameter.Member.DeclaringType?.Name}.{parameter.Name}.");
    }
}
