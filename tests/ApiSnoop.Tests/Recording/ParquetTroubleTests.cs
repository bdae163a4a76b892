using ApiSnoop.Recording.Parquet;

namespace ApiSnoop.Tests.Recording;

public class ParquetTroubleTests
{
    [Theory]
    [InlineData(
        "N7parquet22ParquetStatusExceptionE (message: 'IOError: Error writing bytes to file. Detail: [errno 28] No space left on device')",
            "No space left on device")]
    [InlineData(
        "N7parquet16ParquetExceptionE (message: 'Parquet magic bytes not found in footer.')", "Parquet magic bytes not found in footer.")]
    [InlineData("Something else", "Something else")]
    public void Only_what_was_wrong_is_told(string said, string words) => ParquetFailure.In(new IOException(said)).ShouldBe(words);
}
