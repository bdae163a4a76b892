using System.IO.Compression;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Access;
using ApiSnoop.Web.Api;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Certification;
using ApiSnoop.Web.Components.Layout;
using ApiSnoop.Web.Components.Tables;
using ApiSnoop.Web.Docs;
using ApiSnoop.Web.Keeping;
using ApiSnoop.Web.Mcp;
using ApiSnoop.Web.Monitoring;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ApiSnoop.Web;

/// <summary>The web server: pages rendered in C#, the JSON API, and nothing that writes but what a capture may.</summary>
public static class ApiSnoopServer
{
    /// <summary>Makes the server; it listens once it is started.</summary>
    public static WebApplication Build(ServerOptions options)
    {
        var builder =
            WebApplication.CreateSlimBuilder(
                new WebApplicationOptions { ApplicationName = typeof(ApiSnoopServer).Assembly.GetName().Name });
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 64 * 1024;
            k.Limits.MaxRequestLineSize = 32 * 1024;
        });
        LogLines.Write(builder.Logging, options.LogsJson);
        builder.Services.AddSingleton(options);
        builder.Services.AddRecordings(RecordingStore.At(options.Store));
        builder.Services.AddSingleton<DamageLog>();
        builder.Services.AddSingleton<IExceptionHandler>(s => s.GetRequiredService<DamageLog>());
        builder.Services.AddPageAnswers();
        builder.Services.AddMonitoring();
        if (options.Mcp != ModelDoor.None) ModelServer.AddTo(builder.Services, options);
        if (options.Mcp == ModelDoor.Inside) builder.Services.AddSingleton<IServer, NoListener>();
        builder.Services.AddApi();
        builder.Services.AddHostedService<ServerHeadStart>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        KeepNoKeys(builder.Services);
        AddCompression(builder.Services);
        var app = builder.Build();
        app.Use(app.Services.GetRequiredService<AnswerTimes>().Answer);
        app.Use(app.Services.GetRequiredService<Health>().Answer);
        OwnHosts.Use(app, options.Url, options.Hosts);
        if (options.Mcp != ModelDoor.None) app.Use(app.Services.GetRequiredService<OwnApi>().Follow);
        app.UseResponseCompression();
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            SuppressDiagnosticsCallback = DamageLog.Covers,
        });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(HeadAnswers.Answer);
        app.Use(ReleaseQuery.Answer);
        app.UseRouting();
        var access = UseAccess(app, options);
        app.Use(ReadingOnly.Answer);
        app.Use(app.Services.GetRequiredService<PageAnswers>().Answer);
        app.Use(PageTables.Answer);
        EmbeddedAssets.Map(app);
        ExportRoutes.Map(app);
        if (options.Capture is { } door)
        {
            CaptureApi.Map(app, door);
            CaptureForms.Map(app, door, access!);
        }

        MetricsRoute.Map(app);
        DocPictures.Map(app);
        if (options.Mcp == ModelDoor.Http) ModelServer.Map(app);
        LiveStream.Map(app, options, app.Services.GetRequiredService<RecordingStore>());
        CertificationRoutes.Map(app);
        app.MapApi();
        app.UseAntiforgery();
        app.MapRazorComponents<PageShell>();
        return app;
    }

    /// <summary>Where there is a capture, nobody comes in unseen.</summary>
    static AccessControl? UseAccess(WebApplication app, ServerOptions options)
    {
        var terms = options.Access ?? (options.Capture is { } door ? new AccessOptions { Tokens = door.Tokens } : null);
        if (terms is null) return null;
        var services = app.Services;
        var access = new AccessControl(terms, services.GetRequiredService<ILogger<AccessControl>>());
        app.Use(new WriteLog(
            terms, services.GetRequiredService<RecordingStore>(), services.GetRequiredService<ILogger<WriteLog>>()).Answer);
        app.Use(access.Answer);
        return access;
    }

    static void AddCompression(IServiceCollection services)
    {
        services.AddResponseCompression(o =>
        {
            // Nothing secret is echoed beside what an attacker could choose, so compressing is safe over TLS too.
            o.EnableForHttps = true;
            o.MimeTypes = ResponseCompressionDefaults.MimeTypes.Concat(["image/svg+xml", "text/csv", "application/problem+json"]);
        });
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Fastest);
    }

    /// <summary>
    /// The framework would write a key for signed forms into the user's home at every first start; there are no such forms
    /// here.
    /// </summary>
    static void KeepNoKeys(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var writer in services.Where(s => s.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(writer);
    }
}
