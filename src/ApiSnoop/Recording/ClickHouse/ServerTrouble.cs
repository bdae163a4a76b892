using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>What a server said instead of an answer, with what can be done about it.</summary>
internal sealed partial class ServerTrouble(string message, int code) : StoreException(message)
{
    const int LongestQuote = 300;

    /// <summary>ClickHouse's number of the error; 0 where it gave none.</summary>
    /// <remarks>https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp</remarks>
    public int Code => code;

    /// <summary>
    /// Whether the same statement may be answered soon: too many questions at once (202), a time-out or a break between servers (209,
    /// 210), a table that only reads as its Keeper is away (225, 242, 999), no living replica of a shard (279), an insert whose end is
    /// not known (319).
    /// </summary>
    public bool MayPass => code is 202 or 209 or 210 or 225 or 242 or 279 or 319 or 999;

    public static ServerTrouble Of(ClickHouseAddress address, Uri server, int status, string answer)
    {
        var found = Number().Match(answer);
        var code = found.Success ? int.Parse(found.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var line = answer.AsSpan().Trim().ToString().Split('\n')[0];
        var quote = line.Length > LongestQuote ? line[..LongestQuote] + "…" : line;
        var advice = AdviceFor(address, code);
        var said = advice.Length > 0 ? $"{advice} (" : "(";
        return new(string.Create(
            CultureInfo.InvariantCulture, $"ClickHouse at {server.Authority}: {said}HTTP {status}: {quote})"), code);
    }

    static string AdviceFor(ClickHouseAddress address, int code) => code switch
    {
        192 or 193 or 194 or 516 => $"the user or the password is not accepted: name the user in the address, and put the password into "
            + $"{ClickHouseAddress.PasswordVariable}",
        60 => $"a table of APISnoop's is not in the database {address.Database}: make the store with apisnoop store init, or bring one of "
            + "an older APISnoop up to date with apisnoop store migrate",
        81 => $"there is no store of APISnoop in the database {address.Database}: make it with apisnoop store init",
        497 or 164 => "the user may not do this: grant SELECT, INSERT and, for store init and sweep, CREATE and ALTER on the database",
        170 or 701 => $"the server knows no cluster {address.Cluster}: see its remote_servers",
        225 or 242 or 999 => "its Keeper (or ZooKeeper) is away, so that it can be read and not written: start it and try again",
        279 => "a shard has no living replica: start one and try again; nothing is shown that is not whole",
        159 => "it took too long, or another server of the cluster does not answer",
        202 => "it has more questions than it takes at once: try again",
        241 => "it has not the memory for this",
        _ => "",
    };

    [GeneratedRegex(@"Code:\s*(\d+)")]
    private static partial Regex Number();
}
