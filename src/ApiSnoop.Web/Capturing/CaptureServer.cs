using System.Net;
using System.Security.Cryptography.X509Certificates;
using ApiSnoop.Capturing;
using ApiSnoop.Capturing.Senders;
using ApiSnoop.Web.Monitoring;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web.Capturing;

/// <summary>The receiver of audit events: a server of its own, over TLS, that knows one address and nothing else.</summary>
public static class CaptureServer
{
    /// <summary>API servers keep a few connections each.</summary>
    const int MostConnections = 512;

    /// <summary>Bytes of a body that wait to be read; many senders at once, each with that much, still fit into memory.</summary>
    const int MostUnread = 128 * 1024;

    /// <summary>Makes the server; it listens once it is started.</summary>
    /// <param name="door">The capture.</param>
    /// <param name="logsJson">Whether the log's lines are JSON.</param>
    public static WebApplication Build(CaptureDoor door, bool logsJson = false)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = typeof(CaptureServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 64 * 1024;
            k.Limits.MaxConcurrentConnections = MostConnections;
            k.Limits.MaxRequestBufferSize = MostUnread;
            k.Limits.Http2.InitialStreamWindowSize = MostUnread;
            k.Limits.Http2.InitialConnectionWindowSize = 4 * MostUnread;
            Listen(k, door);
        });
        LogLines.Write(builder.Logging, logsJson);
        var app = builder.Build();
        app.Use(new Health(door.Capture.Store, door.Capture, app.Services.GetRequiredService<ILogger<Health>>()).Answer);
        var post = new BatchPost(door);
        app.MapPost(CaptureDoor.PathOf(door.Listening.Address), post.Answer);
        return app;
    }

    /// <summary>The port on which a started server listens.</summary>
    public static int PortOf(WebApplication receiver) => BindingAddress.Parse(receiver.Urls.First()).Port;

    static void Listen(KestrelServerOptions kestrel, CaptureDoor door)
    {
        var address = door.Listening.Address;
        var clients = ClientAuthorities(door.Listening.ClientCaFile);
        void Secure(ListenOptions listen) => listen.UseHttps(https =>
        {
            https.ServerCertificateSelector = (_, _) => door.Certificate.Current;
            if (clients is null) return;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            // Who shows none may have a token. Who shows a wrong one is told so by the answer, and counted.
            https.ClientCertificateValidation = (_, _, _) => true;
        });
        if (door.Listening.IsEverywhere) kestrel.ListenAnyIP(address.Port, Secure);
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)) kestrel.Listen(ip, address.Port, Secure);
        else if (address.Host == "localhost") kestrel.ListenLocalhost(address.Port, Secure);
        else kestrel.Listen(Dns.GetHostAddresses(address.Host)[0], address.Port, Secure);
    }

    internal static X509Certificate2Collection? ClientAuthorities(string? file)
    {
        if (file is null) return null;
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or System.Security.Cryptography.CryptographicException)
        {
            throw new CaptureException($"The certificates in {file} cannot be used: {e.Message}");
        }

        return all.Count > 0 ? all : throw new CaptureException($"{file} holds no certificate. Give those of the authority as PEM.");
    }
}

/// <summary>Answers the post of a batch.</summary>
sealed class BatchPost(CaptureDoor door)
{
    const string Bearer = "Bearer ";

    readonly X509Certificate2Collection? _authorities = CaptureServer.ClientAuthorities(door.Listening.ClientCaFile);

    public async Task Answer(HttpContext context) => await (await AnswerTo(context)).ExecuteAsync(context);

    async Task<IResult> AnswerTo(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        var sender = SenderOf(context.Connection.RemoteIpAddress, certificate);
        if (Refusal(context, certificate) is { } refused) return Told(door.Capture.Refuse(refused, sender, Words(refused)));
        // Counted by who reads it, packed or not.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Request.ContentLength > CaptureOptions.MostBatchBytes)
            return Told(door.Capture.Refuse(RefusalReason.TooLarge, sender, "it is larger than 64 MiB"));
        try
        {
            return Told(await door.Capture.Take(
                sender, context.Request.Body, context.Request.Headers.ContentEncoding, context.RequestAborted));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The sender went away in the middle of it, and sends it again.
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }
    }

    RefusalReason? Refusal(HttpContext context, X509Certificate2? certificate)
    {
        string? given = context.Request.Headers.Authorization;
        if (given is not null && given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return door.Tokens.IsSend(given[Bearer.Length..].Trim()) ? null : RefusalReason.WrongToken;
        if (certificate is null) return RefusalReason.NoToken;
        return _authorities is not null && IsOf(certificate, _authorities) ? null : RefusalReason.WrongToken;
    }

    static bool IsOf(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.2"));
        return chain.Build(certificate);
    }

    static string SenderOf(IPAddress? address, X509Certificate2? certificate)
    {
        var from = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return certificate is null ? $"{from}" : $"{from} ({certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)})";
    }

    static string Words(RefusalReason reason) => reason == RefusalReason.NoToken
        ? "it shows neither a token nor a certificate"
        : "its token or certificate is not known here: does the API server have the present kubeconfig?";

    static IResult Told(BatchAnswer answer) => answer.Refused switch
    {
        null => Results.Ok(),
        RefusalReason.NoToken => Results.Text(answer.Detail, statusCode: StatusCodes.Status401Unauthorized),
        RefusalReason.WrongToken => Results.Text(answer.Detail, statusCode: StatusCodes.Status403Forbidden),
        RefusalReason.TooLarge => Results.Text(answer.Detail, statusCode: StatusCodes.Status413PayloadTooLarge),
        RefusalReason.NoJson => Results.Text(answer.Detail, statusCode: StatusCodes.Status400BadRequest),
        _ => Results.Text(answer.Detail, statusCode: StatusCodes.Status503ServiceUnavailable),
    };
}
