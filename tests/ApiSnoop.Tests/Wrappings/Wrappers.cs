using System.Text;

namespace ApiSnoop.Tests.Wrappings;

/// <summary>
/// Ways in which people have audit logs, each written here from a real log with the framework's own JSON writer: what a reader finds in
/// them must be what is in the log.
/// </summary>
static partial class Wrappers
{
    static readonly string[] s_lines = RawEvents.Lines;

    /// <summary>Every wrapper that carries whole events, by name.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> Whole { get; } =
        new Dictionary<string, Func<byte[]>>[] { Prefixes(), Containers(), CloudWatch(), AzureMonitor(), Shippers(), Databases(), Others() }
            .SelectMany(w => w).ToDictionary(w => w.Key, w => w.Value);

    public static TheoryData<string> Names => [.. Whole.Keys];

    static Dictionary<string, Func<byte[]>> Prefixes() => new()
    {
        ["oc adm node-logs"] = () => Each((l, i) => $"ip-10-0-1-{i % 3}.ec2.internal {l}"),
        ["kubectl logs --timestamps"] = () => Each((l, i) => $"2026-11-20T10:00:{i % 60:00}.003123456Z {l}"),
        ["kubectl logs --prefix, with Windows line ends"] = () => Each((l, _) => $"[pod/kube-apiserver-cp-1/kube-apiserver] {l}\r"),
        ["syslog of RFC 3164"] = () => Each((l, i) => $"<134>Nov 20 10:00:{i % 60:00} cp-1 kube-apiserver[{i}]: {l}"),
        ["syslog of RFC 5424"] = () => Each((l, _) => $"<134>1 2026-11-20T10:00:00.003Z cp-1 kube-apiserver 1 - [a@1 b=\"{{c\"] \uFEFF{l}"),
        ["journalctl"] = () => Each((l, i) => $"Nov 20 10:00:{i % 60:00} cp-1 kube-apiserver[{i}]: {l}"),
        ["journalctl -o export"] = () => Each((l, _) => $"__CURSOR=s=1\n_HOSTNAME=cp-1\nMESSAGE={l}\n"),
        ["talosctl"] = () => Each((l, i) => $"10.5.0.{i % 3 + 2}: {l}"),
        ["stern"] = () => Each((l, _) => $"\e[32mkube-apiserver-cp-1\e[0m \e[92mkube-apiserver\e[0m {l}"),
        ["docker compose"] = () => Each((l, _) => $"kube-apiserver-1  | {l}"),
        ["grep"] = () => Each((l, i) => $"audit.log:{i + 1}:{l}"),
        ["a program's logfmt"] = () => Each((l, _) => $"ts=2024 level=info msg={RawEvents.Json(l)} caller=x.go:1"),
        ["jq -C"] = () => Each((l, _) => l.Replace("\"verb\"", "\e[0m\e[34;1m\"verb\"\e[0m\e[1;39m", StringComparison.Ordinal)),
    };

    static Dictionary<string, Func<byte[]>> Containers() => new()
    {
        ["containerd"] = () => Each((l, i) => $"2024-10-21T16:18:00.{i:000000000}+08:00 stdout F {l}"),
        ["containerd, in pieces"] = () => Utf8(string.Concat(s_lines.Select(l => string.Concat(Pieces(l, 1000).Select(p =>
            $"2024-10-21T16:18:00.555Z stdout {(p.Last ? 'F' : 'P')} {p.Text}\n"
            + "2024-10-21T16:18:00.556Z stderr F I1120 10:00:00.000001       1 a.go:1] x {\"a\": 1}\n"))))),
        ["containerd, of two pods in turns"] = () => Utf8(string.Concat(s_lines.Chunk(2).Select(TwoPods))),
        ["docker json-file"] = () => Each((l, _) => Docker(l + "\n", "stdout")),
        ["docker json-file, in pieces"] = () => Utf8(string.Concat(s_lines.Select(l => string.Concat(Pieces(l, 1000)
            .Select(p => Docker(p.Last ? p.Text + "\n" : p.Text, "stdout") + "\n" + Docker("W1120 x\n", "stderr") + "\n"))))),
        ["docker json-file, in pieces that a shipper marked"] = () => Utf8(string.Concat(s_lines.Select(l =>
            string.Concat(Pieces(l, 3000).Select(p => RawEvents.Json(new
            { stream = "stdout", logtag = p.Last ? "F" : "P", log = p.Text, kubernetes = new { pod_name = "a" } }) + "\n"))))),
        ["containerd, with CloudWatch's text inside"] = () =>
            Each((l, _) => $"2024-10-21T16:18:00.000Z stdout F 2023-05-20T05:26:57.511000+00:00 {Stream} {l}"),
        ["containerd, with a record in a record inside"] = () => Each((l, _) => "2024-10-21T16:18:00.000Z stdout F "
            + RawEvents.Json(new { log = RawEvents.Json(new { message = l }), kubernetes = new { pod_name = "a" } })),
    };

    static string TwoPods(string[] two) => string.Concat(
        Enumerable.Range(0, two.Max(l => l.Length) / 900 + 1).SelectMany(n => two.Select((l, pod) => (l, pod, n)))
            .Where(x => x.n * 900 <= Math.Max(0, x.l.Length - 1))
            .Select(x => $"pod-{x.pod} 2024-10-21T16:18:00Z stdout {((x.n + 1) * 900 >= x.l.Length ? 'F' : 'P')} "
                + $"{x.l.Substring(x.n * 900, Math.Min(900, x.l.Length - x.n * 900))}\n"));

    static string Docker(string log, string stream) => RawEvents.Json(new { log, stream, time = "2024-10-21T16:18:00.555Z" });

    static IEnumerable<(string Text, bool Last)> Pieces(string line, int length)
    {
        for (var at = 0; at < line.Length; at += length)
            yield return (line.Substring(at, Math.Min(length, line.Length - at)), at + length >= line.Length);
    }

    static byte[] Each(Func<string, int, string> line) => Utf8(string.Concat(s_lines.Select((l, i) => line(l, i) + "\n")));

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
