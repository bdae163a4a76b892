using ApiSnoop.Recording;
using ApiSnoop.Web.Addresses;
using Microsoft.AspNetCore.Components;

namespace ApiSnoop.Web.Components.Pages;

/// <summary>What pages with a chart share: the zoom in the path, the state in the address, and the recordings.</summary>
public abstract class ChartPage : ComponentBase
{
    /// <summary>The zoomed level, if any.</summary>
    [Parameter] public string? Level { get; set; }

    /// <summary>The zoomed category, if any.</summary>
    [Parameter] public string? Category { get; set; }

    /// <summary>The zoomed endpoint, if any.</summary>
    [Parameter] public string? OperationId { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    /// <summary>The recordings.</summary>
    [Inject] protected RecordingShelf Shelf { get; set; } = null!;

    /// <summary>What was counted before.</summary>
    [Inject] protected AnswerCache Answers { get; set; } = null!;

    [Inject] DamageLog DamageLog { get; set; } = null!;

    /// <summary>What the page shows.</summary>
    protected PageState State { get; private set; } = null!;

    /// <summary>The names of all recordings.</summary>
    protected IReadOnlyList<string> Known { get; private set; } = [];

    /// <summary>Why a recording cannot be read, or null.</summary>
    protected string? Damage { get; private set; }

    /// <inheritdoc />
    protected sealed override void OnParametersSet()
    {
        State = StateOf([Level, Category, OperationId], Http.Request.Query);
        Known = [.. Shelf.Store.Manifests().Select(m => m.App)];
        try
        {
            Load();
        }
        catch (StoreException e)
        {
            Damage = e.Message;
            DamageLog.Say(e.Message);
        }
    }

    /// <summary>Reads the page's state.</summary>
    /// <param name="zoom">The segments after the page's own path.</param>
    /// <param name="query">The query.</param>
    private protected abstract PageState StateOf(IEnumerable<string?> zoom, IQueryCollection query);

    /// <summary>Gathers what the page shows.</summary>
    /// <exception cref="StoreException">A recording is damaged.</exception>
    protected abstract void Load();
}
