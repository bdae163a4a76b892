using System.Runtime.InteropServices;
using System.Text;

namespace ApiSnoop.ChDb;

/// <summary>The ClickHouse engine as a library, chDB. One question at a time.</summary>
/// <remarks>https://github.com/chdb-io/chdb/blob/main/programs/local/chdb.h</remarks>
sealed unsafe class Engine
{
    readonly Lock _gate = new();
    readonly nint _connection;
    readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nint> _query;
    readonly delegate* unmanaged<nint, byte*> _buffer, _error;
    readonly delegate* unmanaged<nint, nuint> _length;
    readonly delegate* unmanaged<nint, void> _destroy;

    /// <param name="library">The path of libchdb.so.</param>
    /// <param name="data">The folder of the tables.</param>
    public Engine(string library, string data)
    {
        var loaded = NativeLibrary.Load(library);
        // The runtime has handlers of its own for SIGSEGV, which must stay.
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(loaded, "chdb_set_signal_handlers_enabled"))(0);
        var connect = (delegate* unmanaged<int, byte**, nint*>)NativeLibrary.GetExport(loaded, "chdb_connect");
        _query = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nint>)NativeLibrary.GetExport(loaded, "chdb_query_n");
        _buffer = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(loaded, "chdb_result_buffer");
        _error = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(loaded, "chdb_result_error");
        _length = (delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(loaded, "chdb_result_length");
        _destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(loaded, "chdb_destroy_query_result");
        fixed (byte* program = "clickhouse\0"u8, path = Encoding.UTF8.GetBytes($"--path={data}\0"))
        {
            var arguments = stackalloc byte*[] { program, path };
            var connection = connect(2, arguments);
            _connection = connection is null ? throw new InvalidOperationException("chDB does not start") : *connection;
        }
    }

    /// <summary>Runs statements, and gives the answer of the last one, or what is wrong.</summary>
    public (byte[] Answer, string? Error) Run(IEnumerable<string> settings, byte[] statement)
    {
        lock (_gate)
        {
            foreach (var setting in settings)
                if (Query(Encoding.UTF8.GetBytes(setting)) is { Error: not null } wrong)
                    return wrong;
            return Query(statement);
        }
    }

    (byte[] Answer, string? Error) Query(byte[] statement)
    {
        fixed (byte* text = statement, format = "TabSeparated"u8)
        {
            var result = _query(_connection, text, (nuint)statement.Length, format, 12);
            try
            {
                var error = Marshal.PtrToStringUTF8((nint)_error(result));
                return error is { Length: > 0 }
                    ? ([], error)
                    : (new Span<byte>(_buffer(result), checked((int)_length(result))).ToArray(), null);
            }
            finally
            {
                _destroy(result);
            }
        }
    }
}
