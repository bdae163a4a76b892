using System.Diagnostics;

namespace ApiSnoop.Recording.ClickHouse;

/// <summary>What was written to one replica is on the others a moment later, and another may answer the next question.</summary>
internal static class Replication
{
    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);
    static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is the one that is waited for, or for five seconds.</summary>
    /// <returns>The last answer.</returns>
    public static T Await<T>(Func<T> ask, Func<T, bool> isThere)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = ask();
            if (isThere(answer) || watch.Elapsed > s_longest) return answer;
            Thread.Sleep(s_pause);
        }
    }
}
