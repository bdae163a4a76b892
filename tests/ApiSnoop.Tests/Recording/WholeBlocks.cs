using ApiSnoop.Recording;
using ApiSnoop.Recording.Counts;
using ApiSnoop.Recording.Rows;

namespace ApiSnoop.Tests.Recording;

/// <summary>Writes blocks of rows in one go, where a load writes them a column at a time.</summary>
internal static class WholeBlocks
{
    public static void WriteBlock(this RequestRows rows, RequestBatch batch)
    {
        while (!rows.WriteColumn(batch))
        {
        }
    }

    public static void WriteBlock(this RecordingDraft draft, RequestBatch batch, Dimensions dimensions)
    {
        while (!draft.WriteColumn(batch, dimensions))
        {
        }
    }
}
