using ApiSnoop.Audit;
using CsCheck;

namespace ApiSnoop.Tests.Audit;

public class ByteHashTests
{
    [Fact]
    public void Equal_bytes_hash_alike_wherever_they_stand() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 64]).Sample((bytes, offset) =>
            ByteHash.Of(((byte[])[.. new byte[offset], .. bytes, 1]).AsSpan(offset, bytes.Length)) == ByteHash.Of(bytes));

    [Fact]
    public void A_change_of_any_bit_and_any_cut_changes_about_half_of_the_hash()
    {
        var flipped = new List<int>();
        for (var length = 1; length < 100; length++)
        {
            var bytes = new byte[length];
            Random.Shared.NextBytes(bytes);
            var hash = ByteHash.Of(bytes);
            flipped.Add(Differing(hash, ByteHash.Of(bytes.AsSpan(1))));
            for (var bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                flipped.Add(Differing(hash, ByteHash.Of(bytes)));
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }

        flipped.Average().ShouldBe(32, 0.5);
        flipped.Min().ShouldBeGreaterThan(8);
    }

    [Fact]
    public void A_million_like_texts_have_a_million_hashes() =>
        Enumerable.Range(0, 1_000_000)
            .Select(i => ByteHash.Of(System.Text.Encoding.UTF8.GetBytes($"/api/v1/namespaces/default/pods/pod-{i}/log")))
            .Distinct().Count().ShouldBe(1_000_000);

    static int Differing(ulong a, ulong b) => System.Numerics.BitOperations.PopCount(a ^ b);
}
