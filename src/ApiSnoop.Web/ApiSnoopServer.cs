using System.IO.Compression;
using ApiSnoop.Recording;
using ApiSnoop.Reports.Conformance;
using ApiSnoop.Web.Api;
using ApiSnoop.Web.Capturing;
using ApiSnoop.Web.Certification;
using ApiSnoop.Web.Components.Layout;
using ApiSnoop.Web.Components.Tables;
using ApiSnoop.Web.Keeping;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

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
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        // What keeps a server from starting is thrown as well, and told in words.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddSingleton(options);
        var store = RecordingStore.At(options.Store);
        builder.Services.AddSingleton(new RecordingShelf(store));
        builder.Services.AddSingleton(new ConformanceShelf(store.Location));
        builder.Services.AddSingleton<DamageLog>();
        builder.Services.AddSingleton<VerdictShelf>();
        builder.Services.AddSingleton<IExceptionHandler>(s => s.GetRequiredService<DamageLog>());
        builder.Services.AddPageAnswers();
        builder.Services.AddApi();
        builder.Services.AddHostedService<ServerHeadStart>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        KeepNoKeys(builder.Services);
        AddCompression(builder.Services);
        builder.Services.AddHostFiltering(o => o.AllowedHosts = OwnHosts.Of(options.Url, options.Hosts));
        var app = builder.Build();
        app.UseHostFiltering();
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
        var access = options.Capture is { } door ? new AccessControl(door.Tokens) : null;
        if (access is not null) app.Use(access.Answer);
        app.Use(ReleaseQuery.Answer);
        app.UseRouting();
        app.Use(ReadingOnly.Answer);
        app.Use(app.Services.GetRequiredService<PageAnswers>().Answer);
        app.Use(PageTables.Answer);
        EmbeddedAssets.Map(app);
        ExportRoutes.Map(app);
        if (access is not null)
        {
            CaptureApi.Map(app, options.Capture!, access);
            CaptureForms.Map(app, options.Capture!);
        }

        LiveStream.Map(app, options, app.Services.GetRequiredService<RecordingShelf>().Store);
        CertificationRoutes.Map(app);
        app.MapApi();
        app.UseAntiforgery();
        app.MapRazorComponents<PageShell>();
        return app;
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
